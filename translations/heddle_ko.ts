<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko">
<context>
    <name>choices</name>
    <message>
        <source>automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Euler ancestral</source>
        <translation>Euler ancestral</translation>
    </message>
    <message>
        <source>leading</source>
        <translation>앞쪽 맞춤</translation>
    </message>
    <message>
        <source>trailing</source>
        <translation>뒤쪽 맞춤</translation>
    </message>
    <message>
        <source>even</source>
        <translation>균등</translation>
    </message>
    <message>
        <source>exponential</source>
        <translation>지수</translation>
    </message>
    <message>
        <source>crop</source>
        <translation>자르기</translation>
    </message>
    <message>
        <source>squash</source>
        <translation>늘려 맞추기</translation>
    </message>
    <message>
        <source>pad</source>
        <translation>여백 채우기</translation>
    </message>
    <message>
        <source>tile</source>
        <translation>타일로 나누기</translation>
    </message>
    <message>
        <source>as trained</source>
        <translation>학습 때와 같게</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>black picture</source>
        <translation>검은 그림</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>그대로</translation>
    </message>
    <message>
        <source>kept at its mean</source>
        <translation>평균 유지</translation>
    </message>
    <message>
        <source>as written</source>
        <translation>적힌 대로</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>무시</translation>
    </message>
    <message>
        <source>brackets</source>
        <translation>괄호</translation>
    </message>
    <message>
        <source>noise (epsilon)</source>
        <translation>노이즈 (엡실론)</translation>
    </message>
    <message>
        <source>on</source>
        <translation>켬</translation>
    </message>
    <message>
        <source>off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>what is there</source>
        <translation>있는 그대로</translation>
    </message>
    <message>
        <source>middle grey</source>
        <translation>중간 회색</translation>
    </message>
    <message>
        <source>blurred surroundings</source>
        <translation>흐린 주변</translation>
    </message>
    <message>
        <source>colours of the edge</source>
        <translation>가장자리의 색</translation>
    </message>
    <message>
        <source>lines carried on (Telea)</source>
        <translation>선 이어 가기(Telea)</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>노이즈</translation>
    </message>
    <message>
        <source>brightness</source>
        <translation>밝기</translation>
    </message>
    <message>
        <source>transparency</source>
        <translation>투명도</translation>
    </message>
    <message>
        <source>a colour</source>
        <translation>한 가지 색</translation>
    </message>
    <message>
        <source>unite</source>
        <translation>합치기</translation>
    </message>
    <message>
        <source>take away</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>after each step</source>
        <translation>단계마다</translation>
    </message>
    <message>
        <source>in each estimate</source>
        <translation>추정마다</translation>
    </message>
    <message>
        <source>a word</source>
        <translation>낱말</translation>
    </message>
    <message>
        <source>a reference</source>
        <translation>참조</translation>
    </message>
    <message>
        <source>a token of a reference</source>
        <translation>참조의 토큰</translation>
    </message>
</context>
<context>
    <name>heddle::document::Document</name>
    <message>
        <source>Add %1</source>
        <translation>%1 추가</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 삭제</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n node(s)</source>
        <translation>
            <numerusform>노드 %n개 삭제</numerusform>
        </translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>%1 이름 바꾸기</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>끄기</translation>
    </message>
    <message>
        <source>Bypass</source>
        <translation>건너뛰기</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>켜기</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 변경</translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>%1 이동</translation>
    </message>
    <message>
        <source>Move nodes</source>
        <translation>노드 이동</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>접기</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>펼치기</translation>
    </message>
    <message>
        <source>Add frame</source>
        <translation>프레임 추가</translation>
    </message>
    <message>
        <source>Delete frame</source>
        <translation>프레임 삭제</translation>
    </message>
    <message>
        <source>Change frame</source>
        <translation>프레임 변경</translation>
    </message>
    <message>
        <source>Pin %1</source>
        <translation>%1 고정</translation>
    </message>
    <message>
        <source>Unpin %1</source>
        <translation>%1 고정 해제</translation>
    </message>
    <message>
        <source>Connect %1 to %2</source>
        <translation>%1에서 %2(으)로 연결</translation>
    </message>
    <message numerus="yes">
        <source>Cut %n wire(s)</source>
        <translation>
            <numerusform>연결선 %n개 자르기</numerusform>
        </translation>
    </message>
    <message>
        <source>Insert %1 on a wire</source>
        <translation>연결선에 %1 끼워 넣기</translation>
    </message>
    <message>
        <source>Reroute a wire</source>
        <translation>연결선 경로 바꾸기</translation>
    </message>
    <message numerus="yes">
        <source>Paste %n node(s)</source>
        <translation>
            <numerusform>노드 %n개 붙여넣기</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::document::DocumentFile</name>
    <message>
        <source>This file was made with a newer version of Heddle. Save it as a copy.</source>
        <translation>이 파일은 더 새로운 버전의 Heddle에서 만들었습니다. 사본으로 저장하세요.</translation>
    </message>
    <message>
        <source>%1 (process %2 on %3) has this file open. Save a copy, or close it there.</source>
        <translation>%1(%3의 프로세스 %2)에서 이 파일을 열고 있습니다. 사본으로 저장하거나 그쪽에서 닫으세요.</translation>
    </message>
    <message>
        <source>Another program</source>
        <translation>다른 프로그램</translation>
    </message>
    <message>
        <source>The file could not be locked: take care not to open it twice.</source>
        <translation>파일을 잠글 수 없습니다. 두 번 열지 않도록 주의하세요.</translation>
    </message>
    <message>
        <source>This document has no file yet. Save it under a name.</source>
        <translation>이 문서에는 아직 파일이 없습니다. 이름을 정해 저장하세요.</translation>
    </message>
</context>
<context>
    <name>heddle::document::Journal</name>
    <message>
        <source>the recovered document</source>
        <translation>복구한 문서</translation>
    </message>
</context>
<context>
    <name>heddle::document::ModelFamilies</name>
    <message>
        <source>%1 is made for %2, and the model %3 is %4.</source>
        <translation>%1은(는) %2용이고, 모델 %3은(는) %4입니다.</translation>
    </message>
    <message>
        <source>Take the %1 for %2.</source>
        <translation>%2용 %1을(를) 고르세요.</translation>
    </message>
    <message>
        <source>Take the %1 for %2 (files called %3).</source>
        <translation>%2용 %1을(를) 고르세요(파일 이름: %3).</translation>
    </message>
</context>
<context>
    <name>heddle::history::History</name>
    <message>
        <source>The list of earlier pictures was not there.</source>
        <translation>이전 그림의 목록이 없었습니다.</translation>
    </message>
</context>
<context>
    <name>heddle::paint::Canvas</name>
    <message>
        <source>Keep a variant</source>
        <translation>변형 하나 남기기</translation>
    </message>
</context>
<context>
    <name>heddle::paint::CanvasJournal</name>
    <message>
        <source>The strokes of the canvas cannot be kept: %1 (%2). Make room, or save your work.</source>
        <translation>캔버스의 획을 보관할 수 없습니다: %1 (%2). 공간을 비우거나 작업을 저장하세요.</translation>
    </message>
</context>
<context>
    <name>heddle::session::Comparison</name>
    <message>
        <source>Stopped.</source>
        <translation>멈췄습니다.</translation>
    </message>
    <message>
        <source>The engine ended.</source>
        <translation>엔진이 종료되었습니다.</translation>
    </message>
    <message>
        <source>The picture&apos;s file is gone or damaged.</source>
        <translation>그림 파일이 없거나 손상되었습니다.</translation>
    </message>
</context>
<context>
    <name>heddle::session::EngineClient</name>
    <message>
        <source>The engine does not answer any more.</source>
        <translation>엔진이 더 이상 응답하지 않습니다.</translation>
    </message>
    <message>
        <source>The engine was stopped.</source>
        <translation>엔진이 중지되었습니다.</translation>
    </message>
    <message>
        <source>Unrecognised message from the engine: %1</source>
        <translation>엔진이 알 수 없는 말을 보냈습니다: %1</translation>
    </message>
    <message>
        <source>There is no engine.</source>
        <translation>엔진이 없습니다.</translation>
    </message>
    <message>
        <source>The engine is Heddle %1 (protocol %2) and this window is Heddle %3 (protocol %4); install the same version of Heddle for both.</source>
        <translation>엔진은 Heddle %1(프로토콜 %2)이고 이 창은 Heddle %3(프로토콜 %4)이니, 양쪽에 같은 버전의 Heddle을 설치하세요.</translation>
    </message>
</context>
<context>
    <name>heddle::session::JobQueue</name>
    <message>
        <source>The engine did not stop when asked.</source>
        <translation>엔진이 중지 요청을 따르지 않았습니다.</translation>
    </message>
    <message>
        <source>The engine was stopped.</source>
        <translation>엔진이 중지되었습니다.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>멈추는 중…</translation>
    </message>
    <message>
        <source>paused after step %1</source>
        <translation>%1단계 뒤에 멈춤</translation>
    </message>
</context>
<context>
    <name>heddle::session::RunStates</name>
    <message>
        <source>cached</source>
        <translation>보관됨</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>the engine crashed here</source>
        <translation>여기서 엔진이 멈췄습니다</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>멈춤</translation>
    </message>
</context>
<context>
    <name>heddle::ui::AddMenu</name>
    <message>
        <source>Add a node</source>
        <translation>노드 추가</translation>
    </message>
    <message>
        <source>Add a node for %1</source>
        <translation>%1에 연결할 노드 추가</translation>
    </message>
    <message>
        <source>Search nodes</source>
        <translation>노드 검색</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>노드</translation>
    </message>
</context>
<context>
    <name>heddle::ui::BrushFields</name>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>경도</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>흐름</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>How much the mask changes: 1 is white, 0 takes away. X swaps it with the other value.</source>
        <translation>마스크가 바꾸는 정도: 1은 흰색, 0은 지웁니다. X는 다른 값과 맞바꿉니다.</translation>
    </message>
    <message>
        <source>Tolerance of fills</source>
        <translation>채우기 허용 오차</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Colour of the brush</source>
        <translation>브러시 색</translation>
    </message>
    <message>
        <source>Swap colours</source>
        <translation>색 맞바꾸기</translation>
    </message>
    <message>
        <source>The other colour; X swaps them</source>
        <translation>다른 색; X로 맞바꿉니다</translation>
    </message>
    <message>
        <source>Pen pressure</source>
        <translation>펜 압력</translation>
    </message>
    <message>
        <source>size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>flow</source>
        <translation>흐름</translation>
    </message>
    <message>
        <source>size and flow</source>
        <translation>크기와 흐름</translation>
    </message>
    <message>
        <source>changes nothing</source>
        <translation>아무것도 바꾸지 않음</translation>
    </message>
    <message>
        <source>Pressure curve</source>
        <translation>압력 곡선</translation>
    </message>
    <message>
        <source>Above 0 a light touch does less, below 0 it does more.</source>
        <translation>0보다 크면 가벼운 터치의 효과가 줄고, 작으면 커집니다.</translation>
    </message>
    <message>
        <source>Tilt shapes the tip</source>
        <translation>기울기가 끝 모양을 바꿈</translation>
    </message>
</context>
<context>
    <name>heddle::ui::CanvasHand</name>
    <message>
        <source>This layer is hidden; show it, or choose another.</source>
        <translation>이 레이어는 숨겨져 있습니다. 표시하거나 다른 레이어를 고르세요.</translation>
    </message>
    <message>
        <source>Choose a picture layer to move it.</source>
        <translation>옮길 그림 레이어를 고르세요.</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Brush stroke</source>
        <translation>붓질</translation>
    </message>
    <message>
        <source>Move layer</source>
        <translation>레이어 옮기기</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>그러데이션</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>사각형</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>타원</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>올가미</translation>
    </message>
    <message>
        <source>Choose a mask; the wand makes masks.</source>
        <translation>마스크를 고르세요. 마술봉은 마스크를 만듭니다.</translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation>마술봉</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채우기</translation>
    </message>
    <message>
        <source>Extend the canvas</source>
        <translation>캔버스 넓히기</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>가장자리</translation>
    </message>
</context>
<context>
    <name>heddle::ui::CanvasView</name>
    <message>
        <source>Canvas</source>
        <translation>캔버스</translation>
    </message>
    <message>
        <source>Open a picture, or drop one here, to paint what shall change.</source>
        <translation>그림을 열거나 여기에 놓고, 바뀔 곳을 칠하세요.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::CommandPalette</name>
    <message>
        <source>What would you like to do?</source>
        <translation>무엇을 할까요?</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Commands found</source>
        <translation>찾은 명령</translation>
    </message>
</context>
<context>
    <name>heddle::ui::CompareView</name>
    <message>
        <source>Compared pictures</source>
        <translation>비교 중인 그림</translation>
    </message>
    <message>
        <source>ΔE %1</source>
        <translation>ΔE %1</translation>
    </message>
</context>
<context>
    <name>heddle::ui::CompareWorkspace</name>
    <message>
        <source>likeness %1</source>
        <translation>닮음 %1</translation>
    </message>
    <message>
        <source>words %1</source>
        <translation>말 %1</translation>
    </message>
    <message>
        <source>Pictures of one graph side by side. Choose on the right what varies, then press Compare.</source>
        <translation>그래프 하나의 그림들을 나란히 봅니다. 오른쪽에서 바꿀 것을 고르고 비교를 누르세요.</translation>
    </message>
    <message>
        <source>What varies</source>
        <translation>바뀌는 것</translation>
    </message>
    <message>
        <source>What also varies</source>
        <translation>함께 바뀌는 것</translation>
    </message>
    <message>
        <source>Its values</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Values with commas between them, a range like 0:1:0.25, or texts with | between them.</source>
        <translation>쉼표로 나눈 값, 0:1:0.25 같은 범위, 또는 |로 나눈 문장.</translation>
    </message>
    <message>
        <source>All pictures</source>
        <translation>모든 그림</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>What each picture was after so many steps</source>
        <translation>그만큼의 단계 뒤 각 그림의 모습</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>닦아 보기</translation>
    </message>
    <message>
        <source>The chosen picture over the right part of the others (W)</source>
        <translation>고른 그림을 다른 그림의 오른쪽에 겹쳐 봅니다 (W)</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>차이</translation>
    </message>
    <message>
        <source>How the others differ from the chosen picture (D)</source>
        <translation>다른 그림이 고른 그림과 어떻게 다른지 봅니다 (D)</translation>
    </message>
    <message>
        <source>Flip</source>
        <translation>바꿔 보기</translation>
    </message>
    <message>
        <source>While it is held, all show the chosen picture (\)</source>
        <translation>누르고 있는 동안 모두 고른 그림을 보여 줍니다 (\)</translation>
    </message>
    <message>
        <source>The chosen picture</source>
        <translation>고른 그림</translation>
    </message>
    <message>
        <source>Its values become those of the graph, and it goes into the film strip</source>
        <translation>이 그림의 값이 그래프의 값이 되고, 그림은 필름 스트립에 들어갑니다</translation>
    </message>
    <message>
        <source>Nothing else</source>
        <translation>더 없음</translation>
    </message>
    <message>
        <source>The engine is starting. Try again in a moment.</source>
        <translation>엔진을 시작하는 중입니다. 잠시 뒤에 다시 해 보세요.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>준비 중</translation>
    </message>
    <message>
        <source>step %1 of %2 in all pictures</source>
        <translation>모든 그림 %2단계 중 %1단계</translation>
    </message>
    <message>
        <source>Same noise, same prompts: what they share was made once.</source>
        <translation>같은 노이즈, 같은 프롬프트: 함께 쓰는 것은 한 번만 만들었습니다.</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>Kept: %1</source>
        <translation>간직함: %1</translation>
    </message>
    <message>
        <source>Results of the film strip.</source>
        <translation>필름 스트립의 결과입니다.</translation>
    </message>
    <message>
        <source>Go on from step %1</source>
        <translation>%1단계부터 계속</translation>
    </message>
    <message>
        <source>Keep this one and go on</source>
        <translation>이 그림으로 계속</translation>
    </message>
    <message>
        <source>Its values become those of the graph; what you change then holds from this step on</source>
        <translation>이 그림의 값이 그래프의 값이 됩니다. 그 뒤에 바꾸는 것은 이 단계부터 적용됩니다</translation>
    </message>
</context>
<context>
    <name>heddle::ui::CropPanel</name>
    <message>
        <source>What the adapter sees</source>
        <translation>어댑터가 보는 것</translation>
    </message>
    <message>
        <source>Crop of the reference</source>
        <translation>참조 그림 자르기</translation>
    </message>
    <message>
        <source>Drag the frame, or use the arrow keys; Shift is fine.</source>
        <translation>틀을 끌거나 화살표 키를 쓰세요. Shift를 누르면 조금씩 움직입니다.</translation>
    </message>
    <message>
        <source>Wire a picture to this node to see its crop.</source>
        <translation>이 노드에 그림을 연결하면 잘린 모습이 보입니다.</translation>
    </message>
    <message>
        <source>%1 × %2 pixels, exactly as the encoder gets them: %3</source>
        <translation>%1 × %2 픽셀, 인코더가 받는 그대로: %3</translation>
    </message>
    <message>
        <source>Run to see the encoder&apos;s exact pixels: %1</source>
        <translation>실행하면 인코더가 받는 픽셀이 그대로 보입니다: %1</translation>
    </message>
</context>
<context>
    <name>heddle::ui::CropView</name>
    <message>
        <source>the whole picture</source>
        <translation>그림 전체</translation>
    </message>
    <message>
        <source>the middle</source>
        <translation>가운데</translation>
    </message>
    <message>
        <source>the left end</source>
        <translation>왼쪽 끝</translation>
    </message>
    <message>
        <source>the top</source>
        <translation>위쪽 끝</translation>
    </message>
    <message>
        <source>the right end</source>
        <translation>오른쪽 끝</translation>
    </message>
    <message>
        <source>the bottom</source>
        <translation>아래쪽 끝</translation>
    </message>
    <message>
        <source>%1 % from the left</source>
        <translation>왼쪽에서 %1 %</translation>
    </message>
    <message>
        <source>%1 % from the top</source>
        <translation>위에서 %1 %</translation>
    </message>
</context>
<context>
    <name>heddle::ui::DifferenceScale</name>
    <message>
        <source>Scale of the difference map</source>
        <translation>차이 지도의 눈금</translation>
    </message>
    <message>
        <source>How far two colours are apart for the eye (CIEDE2000): below 1 nobody sees it, 10 is another shade</source>
        <translation>두 색이 눈에 얼마나 달라 보이는지(CIEDE2000): 1 아래는 아무도 알아보지 못하고, 10이면 다른 색조입니다</translation>
    </message>
</context>
<context>
    <name>heddle::ui::DockTitle</name>
    <message>
        <source>Put this panel away; the View menu brings it back</source>
        <translation>이 패널을 치웁니다. 보기 메뉴에서 다시 불러올 수 있습니다</translation>
    </message>
    <message>
        <source>Close %1</source>
        <translation>%1 닫기</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>패널</translation>
    </message>
</context>
<context>
    <name>heddle::ui::FileController</name>
    <message>
        <source>Save as…</source>
        <translation>다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>Another program has changed %1.</source>
        <translation>다른 프로그램이 %1 파일을 바꿨습니다.</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>다시 열기</translation>
    </message>
    <message>
        <source>Save over it</source>
        <translation>덮어쓰기</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>New</source>
        <translation>새로 만들기</translation>
    </message>
    <message>
        <source>New from the first example</source>
        <translation>첫 예제로 새로 만들기</translation>
    </message>
    <message>
        <source>New from starter</source>
        <translation>시작 그래프로 새로 만들기</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>최근 파일 열기</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Heddle projects, graphs and pictures (*.heddle *.json *.png)</source>
        <translation>Heddle 프로젝트, 그래프, 그림 (*.heddle *.json *.png)</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>다른 이름으로 저장</translation>
    </message>
    <message>
        <source>Heddle projects (*.heddle)</source>
        <translation>Heddle 프로젝트 (*.heddle)</translation>
    </message>
    <message>
        <source>Save what you changed?</source>
        <translation>바꾼 내용을 저장할까요?</translation>
    </message>
</context>
<context>
    <name>heddle::ui::FileEditor</name>
    <message>
        <source>Drop a picture here</source>
        <translation>여기에 그림을 놓으세요</translation>
    </message>
    <message>
        <source>bobbin, a file or a folder</source>
        <translation>bobbin, 파일 또는 폴더</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>파일 선택…</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>파일 선택</translation>
    </message>
    <message>
        <source>inside this document</source>
        <translation>이 문서 안에 있음</translation>
    </message>
    <message>
        <source>A file</source>
        <translation>파일</translation>
    </message>
</context>
<context>
    <name>heddle::ui::FilmModel</name>
    <message>
        <source>%1 by %2, at %3</source>
        <translation>%1×%2, %3</translation>
    </message>
    <message>
        <source>λ lane</source>
        <translation>λ 레인</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>시드 %1</translation>
    </message>
    <message>
        <source>likeness %1 (CLIP-I)</source>
        <translation>닮음 %1 (CLIP-I)</translation>
    </message>
    <message>
        <source>words %1 (CLIP-T; CLIPScore %2)</source>
        <translation>말 %1 (CLIP-T, CLIPScore %2)</translation>
    </message>
</context>
<context>
    <name>heddle::ui::FilmPanel</name>
    <message>
        <source>Search all pictures</source>
        <translation>모든 그림에서 찾기</translation>
    </message>
    <message>
        <source>Words of the text, names of models, a seed. All of them must be there.</source>
        <translation>문장의 단어, 모델 이름, 시드. 모두 들어 있는 그림만 찾습니다.</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>찾은 것이 없음</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n개 찾음</numerusform>
        </translation>
    </message>
    <message>
        <source>Order of the pictures</source>
        <translation>그림 순서</translation>
    </message>
    <message>
        <source>newest last</source>
        <translation>최신이 끝에</translation>
    </message>
    <message>
        <source>most like the reference last</source>
        <translation>참조와 가장 닮은 것이 끝에</translation>
    </message>
    <message>
        <source>truest to the words last</source>
        <translation>글과 가장 맞는 것이 끝에</translation>
    </message>
    <message>
        <source>Pictures are measured by CLIP when nothing runs; those not measured yet are left out.</source>
        <translation>쉬는 동안 CLIP으로 그림을 측정합니다. 아직 측정하지 않은 그림은 빠집니다.</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>최소</translation>
    </message>
</context>
<context>
    <name>heddle::ui::FilmStrip</name>
    <message>
        <source>Film strip</source>
        <translation>필름 스트립</translation>
    </message>
    <message>
        <source>Every picture that you make appears here, with the graph that made it.</source>
        <translation>만든 그림이 모두 그래프와 함께 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Restore its graph</source>
        <translation>이 그래프 되살리기</translation>
    </message>
    <message>
        <source>Compare with it</source>
        <translation>이 그림과 비교</translation>
    </message>
    <message>
        <source>Delete the picture</source>
        <translation>그림 삭제</translation>
    </message>
    <message>
        <source>Save the picture as…</source>
        <translation>그림을 다른 이름으로 저장…</translation>
    </message>
    <message numerus="yes">
        <source>Compare these %n pictures side by side</source>
        <translation>
            <numerusform>이 그림 %n장을 나란히 비교</numerusform>
        </translation>
    </message>
    <message>
        <source>Paint on this</source>
        <translation>여기에 칠하기</translation>
    </message>
</context>
<context>
    <name>heddle::ui::GraphScene</name>
    <message>
        <source>This version of Heddle has no such node; it is kept as it is.</source>
        <translation>이 버전의 Heddle에는 이런 노드가 없습니다. 그대로 보존합니다.</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>꺼짐</translation>
    </message>
    <message>
        <source>bypassed</source>
        <translation>건너뜀</translation>
    </message>
</context>
<context>
    <name>heddle::ui::GraphView</name>
    <message>
        <source>Graph</source>
        <translation>그래프</translation>
    </message>
    <message>
        <source>Nodes and wires. Arrow keys go along wires, Enter edits, Tab adds a node.</source>
        <translation>노드와 연결선입니다. 화살표 키로 연결선을 따라가고, Enter로 편집하고, Tab으로 노드를 추가합니다.</translation>
    </message>
    <message>
        <source>An empty graph. Press Tab or double-click to add a node.</source>
        <translation>빈 그래프입니다. Tab을 누르거나 두 번 클릭해 노드를 추가하세요.</translation>
    </message>
    <message>
        <source>Add node…</source>
        <translation>노드 추가…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>잘라내기</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>붙여넣기</translation>
    </message>
    <message>
        <source>Paste with wires</source>
        <translation>연결선과 함께 붙여넣기</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>복제</translation>
    </message>
    <message>
        <source>Duplicate with wires</source>
        <translation>연결선과 함께 복제</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>이름 바꾸기</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>끄기</translation>
    </message>
    <message>
        <source>Bypass</source>
        <translation>건너뛰기</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>접기</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>프레임</translation>
    </message>
    <message>
        <source>Connect the chosen nodes</source>
        <translation>선택한 노드 연결</translation>
    </message>
    <message>
        <source>Cut the chosen nodes&apos; wires</source>
        <translation>선택한 노드의 연결선 자르기</translation>
    </message>
    <message>
        <source>Align left</source>
        <translation>왼쪽 맞춤</translation>
    </message>
    <message>
        <source>Align top</source>
        <translation>위쪽 맞춤</translation>
    </message>
    <message>
        <source>Space out evenly</source>
        <translation>고르게 배치</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>모두 선택</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>창에 맞추기</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>실제 크기</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 추가</translation>
    </message>
    <message>
        <source>Choose the nodes to frame first.</source>
        <translation>프레임으로 묶을 노드를 먼저 선택하세요.</translation>
    </message>
    <message>
        <source>The clipboard holds no nodes.</source>
        <translation>클립보드에 노드가 없습니다.</translation>
    </message>
    <message>
        <source>Choose two nodes to connect.</source>
        <translation>연결할 노드 두 개를 선택하세요.</translation>
    </message>
    <message>
        <source>Connect nodes</source>
        <translation>노드 연결</translation>
    </message>
    <message>
        <source>Insert on a wire</source>
        <translation>연결선에 끼워 넣기</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>이동</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>제목</translation>
    </message>
    <message>
        <source>This cannot be put into the graph.</source>
        <translation>이것은 그래프에 넣을 수 없습니다.</translation>
    </message>
    <message>
        <source>Move a wire</source>
        <translation>연결선 옮기기</translation>
    </message>
    <message>
        <source>by layer</source>
        <translation>층마다</translation>
    </message>
    <message>
        <source>curve</source>
        <translation>곡선</translation>
    </message>
    <message>
        <source>in this document</source>
        <translation>이 문서 안</translation>
    </message>
    <message>
        <source>on</source>
        <translation>켬</translation>
    </message>
    <message>
        <source>off</source>
        <translation>끔</translation>
    </message>
</context>
<context>
    <name>heddle::ui::GraphWorkspace</name>
    <message>
        <source>The picture appears here. Ctrl+Enter makes one.</source>
        <translation>그림이 여기에 나타납니다. Ctrl+Enter로 만드세요.</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>그래프</translation>
    </message>
    <message>
        <source>&amp;Graph</source>
        <translation>그래프(&amp;G)</translation>
    </message>
</context>
<context>
    <name>heddle::ui::ImageController</name>
    <message>
        <source>Choose a file</source>
        <translation>파일 선택</translation>
    </message>
    <message>
        <source>Bobbin, the model inside Heddle</source>
        <translation>Bobbin, Heddle에 들어 있는 모델</translation>
    </message>
    <message>
        <source>A file…</source>
        <translation>파일…</translation>
    </message>
    <message>
        <source>A folder…</source>
        <translation>폴더…</translation>
    </message>
    <message>
        <source>Use it as a picture</source>
        <translation>그림으로 쓰기</translation>
    </message>
    <message>
        <source>%1 does not say how it was made.</source>
        <translation>%1에는 만든 방법이 들어 있지 않습니다.</translation>
    </message>
    <message>
        <source>%1 was made with %2; this is its graph.</source>
        <translation>%1 — %2에서 만든 그림이며, 이것이 그 그래프입니다.</translation>
    </message>
    <message>
        <source>Not understood: %1.</source>
        <translation>이해하지 못한 것: %1.</translation>
    </message>
    <message>
        <source>Save the picture as</source>
        <translation>그림을 다른 이름으로 저장</translation>
    </message>
    <message>
        <source>Add a picture</source>
        <translation>그림 추가</translation>
    </message>
    <message>
        <source>Pictures (*.png *.webp *.jpg)</source>
        <translation>그림 (*.png *.webp *.jpg)</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.avif *.ppm *.pgm)</source>
        <translation>그림 (*.png *.jpg *.jpeg *.webp *.avif *.ppm *.pgm)</translation>
    </message>
</context>
<context>
    <name>heddle::ui::ImageOpener</name>
    <message>
        <source>%1 has %2 × %3 pixels; a canvas takes at most %4 a side. Make it smaller first.</source>
        <translation>%1은(는) %2 × %3 픽셀입니다. 캔버스는 한 변에 최대 %4까지 받습니다. 먼저 줄이세요.</translation>
    </message>
    <message>
        <source>There is not enough memory for %1.</source>
        <translation>%1을(를) 열 메모리가 모자랍니다.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1을(를) 읽을 수 없습니다.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::InspectorPanel</name>
    <message>
        <source>Select a node to see what it can do.</source>
        <translation>노드를 선택하면 할 수 있는 일이 보입니다.</translation>
    </message>
    <message>
        <source>Name of the node</source>
        <translation>노드 이름</translation>
    </message>
    <message>
        <source>This version of Heddle does not know this kind of node. It is kept as it is.</source>
        <translation>이 버전의 Heddle은 이런 종류의 노드를 모릅니다. 그대로 보존합니다.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::LaneEditor</name>
    <message>
        <source>Brush</source>
        <translation>붓</translation>
    </message>
    <message>
        <source>From step to step</source>
        <translation>적용 단계 범위</translation>
    </message>
    <message>
        <source>one value</source>
        <translation>값 하나</translation>
    </message>
    <message>
        <source>from–to</source>
        <translation>구간</translation>
    </message>
    <message>
        <source>curve</source>
        <translation>곡선</translation>
    </message>
    <message>
        <source>layers × steps</source>
        <translation>층 × 단계</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>최대 %1</translation>
    </message>
    <message numerus="yes">
        <source>No model is known here; these are the %n layer(s) of Stable Diffusion 1.5.</source>
        <translation>
            <numerusform>여기서는 모델을 알 수 없습니다. Stable Diffusion 1.5의 층 %n개를 보여 줍니다.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No model is known here; these are the %n layer(s) of this lane.</source>
        <translation>
            <numerusform>여기서는 모델을 알 수 없습니다. 이 레인의 층 %n개를 보여 줍니다.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::ui::LaneGrid</name>
    <message>
        <source>Lane: layers and steps</source>
        <translation>레인: 층과 단계</translation>
    </message>
    <message>
        <source>step %1: %2</source>
        <translation>단계 %1: %2</translation>
    </message>
</context>
<context>
    <name>heddle::ui::LayerList</name>
    <message>
        <source>Layers</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>New layer to paint on</source>
        <translation>칠할 새 레이어</translation>
    </message>
    <message>
        <source>New layer</source>
        <translation>새 레이어</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>페인트</translation>
    </message>
    <message>
        <source>Mask: λ of the reference</source>
        <translation>마스크: 참조의 λ</translation>
    </message>
    <message>
        <source>New mask</source>
        <translation>새 마스크</translation>
    </message>
    <message>
        <source>Layer up</source>
        <translation>레이어 위로</translation>
    </message>
    <message>
        <source>Layer down</source>
        <translation>레이어 아래로</translation>
    </message>
    <message>
        <source>Remove layer</source>
        <translation>레이어 제거</translation>
    </message>
    <message>
        <source>Mask alone, in grey</source>
        <translation>마스크만 회색으로</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>불투명도</translation>
    </message>
    <message>
        <source>Size of the layer</source>
        <translation>레이어 크기</translation>
    </message>
    <message>
        <source>Mirrored</source>
        <translation>좌우 반전</translation>
    </message>
    <message>
        <source>Upside down</source>
        <translation>위아래 반전</translation>
    </message>
    <message>
        <source>Mirror layer</source>
        <translation>레이어 좌우 반전</translation>
    </message>
    <message>
        <source>Flip layer</source>
        <translation>레이어 위아래 반전</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>바꾸기</translation>
    </message>
    <message>
        <source>λ of the reference</source>
        <translation>참조의 λ</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>Show layer</source>
        <translation>레이어 표시</translation>
    </message>
    <message>
        <source>Hide layer</source>
        <translation>레이어 숨기기</translation>
    </message>
    <message>
        <source>Mask: the structure</source>
        <translation>마스크: 구조</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>구조</translation>
    </message>
</context>
<context>
    <name>heddle::ui::LayoutMenu</name>
    <message>
        <source>Layouts</source>
        <translation>배치</translation>
    </message>
    <message>
        <source>Name for this layout</source>
        <translation>이 배치의 이름</translation>
    </message>
    <message>
        <source>Keep this layout as…</source>
        <translation>이 배치를 이름 붙여 보관…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>삭제</translation>
    </message>
</context>
<context>
    <name>heddle::ui::LibraryController</name>
    <message>
        <source>Add a node</source>
        <translation>노드 추가</translation>
    </message>
</context>
<context>
    <name>heddle::ui::LibraryModel</name>
    <message numerus="yes">
        <source>%1, %n cards</source>
        <translation>
            <numerusform>%1, 카드 %n장</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::ui::LibraryPanel</name>
    <message>
        <source>Search</source>
        <translation>검색</translation>
    </message>
    <message>
        <source>Search the library</source>
        <translation>라이브러리 검색</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>라이브러리</translation>
    </message>
    <message>
        <source>Folders…</source>
        <translation>폴더…</translation>
    </message>
    <message>
        <source>Look through the folders again</source>
        <translation>폴더 다시 살펴보기</translation>
    </message>
    <message>
        <source>The models in your folders appear here.</source>
        <translation>폴더에 있는 모델이 여기에 나타납니다.</translation>
    </message>
    <message>
        <source>Looking through the folders…</source>
        <translation>폴더를 살펴보는 중…</translation>
    </message>
    <message>
        <source>No models were found. Add the folder that holds yours.</source>
        <translation>모델을 찾지 못했습니다. 모델이 있는 폴더를 추가하세요.</translation>
    </message>
    <message>
        <source>Not everything was looked through.</source>
        <translation>전부 살펴보지는 못했습니다.</translation>
    </message>
    <message>
        <source>Stop looking</source>
        <translation>찾기 멈추기</translation>
    </message>
    <message numerus="yes">
        <source>Looking through the folders… %n found</source>
        <translation>
            <numerusform>폴더를 살펴보는 중… %n개 찾음</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::ui::ListEditor</name>
    <message>
        <source>all alike</source>
        <translation>모두 같음</translation>
    </message>
</context>
<context>
    <name>heddle::ui::LivePanel</name>
    <message>
        <source>Right-click a parameter in the inspector to pin it here.</source>
        <translation>인스펙터에서 값을 오른쪽 클릭하면 여기에 고정할 수 있습니다.</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>고정</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>고정 해제</translation>
    </message>
</context>
<context>
    <name>heddle::ui::LogPanel</name>
    <message>
        <source>Log</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>Engine messages and saved files appear here.</source>
        <translation>엔진이 하는 말과, 무엇이 어디에 저장되었는지가 여기에 나옵니다.</translation>
    </message>
    <message>
        <source>Engine %1 on %2, %3</source>
        <translation>엔진 %1, %2, %3</translation>
    </message>
    <message>
        <source>The engine stopped: %1</source>
        <translation>엔진이 멈췄습니다: %1</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>%1 저장함</translation>
    </message>
</context>
<context>
    <name>heddle::ui::MainWindow</name>
    <message>
        <source>untitled</source>
        <translation>제목 없음</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>설정…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>끝내기</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>편집</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Command palette…</source>
        <translation>명령 팔레트…</translation>
    </message>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>뷰어</translation>
    </message>
    <message>
        <source>Panels back to their places</source>
        <translation>패널을 제자리로</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>도움말</translation>
    </message>
    <message>
        <source>Help on the selected node</source>
        <translation>선택한 노드 도움말</translation>
    </message>
    <message>
        <source>Search all pictures</source>
        <translation>모든 그림에서 찾기</translation>
    </message>
    <message>
        <source>Welcome page</source>
        <translation>환영 페이지</translation>
    </message>
    <message>
        <source>Paint on the picture that is shown</source>
        <translation>보이는 그림에 칠하기</translation>
    </message>
    <message>
        <source>There is no picture in the viewer yet.</source>
        <translation>뷰어에 아직 그림이 없습니다.</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>그림</translation>
    </message>
</context>
<context>
    <name>heddle::ui::MemorySource</name>
    <message>
        <source>Memory</source>
        <translation>메모리</translation>
    </message>
    <message>
        <source>How much memory the engine holds, and how much of it kept results take. It is shown when the engine is up.</source>
        <translation>엔진이 쓰는 메모리와 그중 보관한 결과가 차지하는 양입니다. 엔진이 켜지면 나타납니다.</translation>
    </message>
    <message>
        <source>the engine</source>
        <translation>엔진</translation>
    </message>
    <message>
        <source>kept results</source>
        <translation>보관한 결과</translation>
    </message>
    <message>
        <source>kept results at most</source>
        <translation>보관 한도</translation>
    </message>
</context>
<context>
    <name>heddle::ui::Minimap</name>
    <message>
        <source>Overview of the graph</source>
        <translation>그래프 전체 보기</translation>
    </message>
    <message>
        <source>Drag to move the view</source>
        <translation>끌어서 화면 옮기기</translation>
    </message>
</context>
<context>
    <name>heddle::ui::NodeController</name>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>What this node holds</source>
        <translation>이 노드의 그림</translation>
    </message>
    <message>
        <source>forming</source>
        <translation>만드는 중</translation>
    </message>
</context>
<context>
    <name>heddle::ui::NodeHelp</name>
    <message>
        <source>takes several wires</source>
        <translation>여러 선을 받음</translation>
    </message>
    <message>
        <source>may stay open</source>
        <translation>비워 두어도 됨</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 ~ %2</translation>
    </message>
    <message>
        <source>usually %1</source>
        <translation>보통 %1</translation>
    </message>
    <message>
        <source>may move while it runs</source>
        <translation>실행 중에도 움직일 수 있음</translation>
    </message>
    <message>
        <source>Goes in</source>
        <translation>들어가는 것</translation>
    </message>
    <message>
        <source>Comes out</source>
        <translation>나오는 것</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Help on the selected node</source>
        <translation>고른 노드의 도움말</translation>
    </message>
    <message>
        <source>Select a node to read what it does.</source>
        <translation>노드를 고르면 하는 일이 여기에 나옵니다.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::NoticeBar</name>
    <message>
        <source>Notice</source>
        <translation>알림</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>알림 닫기</translation>
    </message>
</context>
<context>
    <name>heddle::ui::OutlineModel</name>
    <message>
        <source>%1 from %2, %3</source>
        <translation>%1 ← %2, %3</translation>
    </message>
    <message>
        <source>%1 to %2, %3</source>
        <translation>%1 → %2, %3</translation>
    </message>
    <message>
        <source>%1, muted</source>
        <translation>%1, 꺼짐</translation>
    </message>
    <message>
        <source>%1, bypassed</source>
        <translation>%1, 건너뜀</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>노드</translation>
    </message>
</context>
<context>
    <name>heddle::ui::OutlineView</name>
    <message>
        <source>Outline of the graph</source>
        <translation>그래프 개요</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PaintPanel</name>
    <message>
        <source>BRUSH</source>
        <translation>붓</translation>
    </message>
    <message>
        <source>THIS CHANGE</source>
        <translation>이번 변경</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>세기</translation>
    </message>
    <message>
        <source>Feather, pixels</source>
        <translation>가장자리 흐림(픽셀)</translation>
    </message>
    <message>
        <source>Grow, pixels</source>
        <translation>넓히기(픽셀)</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채우기</translation>
    </message>
    <message>
        <source>Only the masked part, enlarged</source>
        <translation>마스크 부분만 확대해서</translation>
    </message>
    <message>
        <source>Match colours</source>
        <translation>색 맞추기</translation>
    </message>
    <message>
        <source>WORDS</source>
        <translation>글</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>문장</translation>
    </message>
    <message>
        <source>none: led by the reference</source>
        <translation>없음: 참조 그림이 이끕니다</translation>
    </message>
    <message>
        <source>REFERENCE</source>
        <translation>참조 그림</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>고르기…</translation>
    </message>
    <message>
        <source>Surroundings</source>
        <translation>주변</translation>
    </message>
    <message>
        <source>Take the surroundings as the reference where there are no words</source>
        <translation>글이 없으면 주변을 참조 그림으로 씁니다</translation>
    </message>
    <message>
        <source>λ of the reference</source>
        <translation>참조 그림의 λ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Make it new</source>
        <translation>새로 만들기</translation>
    </message>
    <message>
        <source>LAYERS</source>
        <translation>레이어</translation>
    </message>
    <message>
        <source>Grey changes less</source>
        <translation>회색은 덜 바꿈</translation>
    </message>
    <message>
        <source>How grey the mask is says how much changes; off, it is cut at one half.</source>
        <translation>마스크의 회색 정도만큼 바꿉니다. 끄면 절반에서 자릅니다.</translation>
    </message>
    <message>
        <source>Drop a picture on this panel, or take the surroundings</source>
        <translation>이 패널에 그림을 놓거나 주변을 쓰세요</translation>
    </message>
    <message>
        <source>Live: run after each stroke</source>
        <translation>라이브: 획마다 실행</translation>
    </message>
    <message>
        <source>Follow the structure</source>
        <translation>구조 따르기</translation>
    </message>
    <message>
        <source>Edges, depth or another map of what is there lead through the graph&apos;s first ControlNet; with Bobbin, its edges.</source>
        <translation>있는 그림의 윤곽, 깊이 등의 맵이 그래프의 첫 ControlNet을 통해 이끕니다. Bobbin에서는 윤곽입니다.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PaintRunner</name>
    <message>
        <source>Paint what shall change first.</source>
        <translation>먼저 바꿀 곳을 칠하세요.</translation>
    </message>
    <message>
        <source>packing the picture…</source>
        <translation>그림을 싸는 중…</translation>
    </message>
    <message>
        <source>Paint, seed %1</source>
        <translation>페인트, 시드 %1</translation>
    </message>
    <message>
        <source>The mask of λ has no effect without a reference.</source>
        <translation>참조가 없으면 λ 마스크는 효과가 없습니다.</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>시드 %1</translation>
    </message>
    <message>
        <source>There is no structure to follow: the graph has no ControlNet with a map before it.</source>
        <translation>따를 구조가 없습니다. 그래프에 맵이 앞에 놓인 ControlNet이 없습니다.</translation>
    </message>
    <message>
        <source>The mask of the structure has no effect while the structure is not followed.</source>
        <translation>구조를 따르지 않는 동안 구조 마스크는 효과가 없습니다.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PaintWorkspace</name>
    <message>
        <source>Open a picture to paint on…</source>
        <translation>칠할 그림 열기…</translation>
    </message>
    <message>
        <source>Paint on the newest result</source>
        <translation>가장 새 결과에 칠하기</translation>
    </message>
    <message>
        <source>Fit the canvas</source>
        <translation>캔버스 맞추기</translation>
    </message>
    <message>
        <source>result</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>There is no result yet.</source>
        <translation>아직 결과가 없습니다.</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>칠하기</translation>
    </message>
    <message>
        <source>&amp;Paint</source>
        <translation>칠하기(&amp;P)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>실행 취소</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>Swap values and colours</source>
        <translation>값과 색 맞바꾸기</translation>
    </message>
    <message>
        <source>Mirror the view</source>
        <translation>보기 좌우 반전</translation>
    </message>
    <message>
        <source>Turn the view right</source>
        <translation>보기를 오른쪽으로 돌리기</translation>
    </message>
    <message>
        <source>Turn the view left</source>
        <translation>보기를 왼쪽으로 돌리기</translation>
    </message>
    <message>
        <source>View upright again</source>
        <translation>보기를 바로 세우기</translation>
    </message>
    <message>
        <source>filling…</source>
        <translation>채우는 중…</translation>
    </message>
    <message>
        <source>opening %1…</source>
        <translation>%1 여는 중…</translation>
    </message>
    <message>
        <source>The result&apos;s file is gone or damaged.</source>
        <translation>결과 파일이 없거나 손상되었습니다.</translation>
    </message>
    <message>
        <source>The canvas of %1 is still here.</source>
        <translation>%1의 캔버스가 남아 있습니다.</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>되찾기</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>잊기</translation>
    </message>
    <message>
        <source>bringing the canvas back…</source>
        <translation>캔버스를 되찾는 중…</translation>
    </message>
    <message>
        <source>Add a picture as a layer…</source>
        <translation>그림을 레이어로 더하기…</translation>
    </message>
    <message>
        <source>Paste a picture as a layer</source>
        <translation>그림을 레이어로 붙여넣기</translation>
    </message>
    <message>
        <source>Add a picture</source>
        <translation>그림 더하기</translation>
    </message>
    <message>
        <source>There is no picture on the clipboard.</source>
        <translation>클립보드에 그림이 없습니다.</translation>
    </message>
    <message>
        <source>pasted</source>
        <translation>붙여넣음</translation>
    </message>
    <message>
        <source>There is no canvas to save yet.</source>
        <translation>아직 저장할 캔버스가 없습니다.</translation>
    </message>
    <message>
        <source>Save the canvas</source>
        <translation>캔버스 저장</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.ppm)</source>
        <translation>그림 (*.png *.jpg *.jpeg *.webp *.ppm)</translation>
    </message>
    <message>
        <source>saved: %1</source>
        <translation>저장함: %1</translation>
    </message>
    <message>
        <source>Save the canvas as a picture…</source>
        <translation>캔버스를 그림으로 저장…</translation>
    </message>
</context>
<context>
    <name>heddle::ui::ParamRow</name>
    <message>
        <source>comes from %1</source>
        <translation>%1에서 옴</translation>
    </message>
    <message>
        <source>Take off the Live panel</source>
        <translation>라이브 패널에서 빼기</translation>
    </message>
    <message>
        <source>Pin to the Live panel</source>
        <translation>라이브 패널에 고정</translation>
    </message>
    <message>
        <source>Back to the initial value</source>
        <translation>처음 값으로</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PlanWords</name>
    <message>
        <source>two or more files</source>
        <translation>파일 두 개 이상</translation>
    </message>
    <message>
        <source>one text | another</source>
        <translation>문장 하나 | 다른 문장</translation>
    </message>
    <message>
        <source>Words of every prompt</source>
        <translation>모든 프롬프트의 낱말</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>낱말</translation>
    </message>
    <message>
        <source>ball | cube | house</source>
        <translation>공 | 정육면체 | 집</translation>
    </message>
    <message>
        <source>The graph saves no picture.</source>
        <translation>그래프에 저장하는 그림이 없습니다.</translation>
    </message>
    <message>
        <source>That makes %1 pictures; compare 2 to %2.</source>
        <translation>그림이 %1장이 됩니다. 2장에서 %2장까지 비교하세요.</translation>
    </message>
    <message>
        <source>Keep a compared picture</source>
        <translation>비교한 그림 간직하기</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PlotSource</name>
    <message>
        <source>Node</source>
        <translation>노드</translation>
    </message>
    <message>
        <source>Likeness (CLIP-I)</source>
        <translation>닮은 정도 (CLIP-I)</translation>
    </message>
    <message>
        <source>Words (CLIP-T)</source>
        <translation>글과 맞는 정도 (CLIP-T)</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Noise over picture (σ)</source>
        <translation>그림 대비 노이즈 (σ)</translation>
    </message>
    <message>
        <source>Share of noise</source>
        <translation>노이즈 비율</translation>
    </message>
    <message>
        <source>Trained timestep</source>
        <translation>학습 시점</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>초</translation>
    </message>
    <message>
        <source>Minutes since the start</source>
        <translation>시작한 뒤 지난 분</translation>
    </message>
    <message>
        <source>Memory (GiB)</source>
        <translation>메모리 (GiB)</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PlotView</name>
    <message>
        <source>Plot</source>
        <translation>도표</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PlotsWorkspace</name>
    <message>
        <source>Plot</source>
        <translation>도표</translation>
    </message>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Logarithmic axis</source>
        <translation>로그 축</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>모두 보기</translation>
    </message>
    <message>
        <source>The wheel enlarges at the cursor, a drag moves (F shows all)</source>
        <translation>휠은 커서 자리에서 확대하고 끌면 움직입니다(F로 모두 보기)</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>다른 형식으로 저장</translation>
    </message>
    <message>
        <source>The numbers of this plot, as heddle plot prints them</source>
        <translation>이 그래프의 수치(heddle plot이 출력하는 것과 같음)</translation>
    </message>
    <message>
        <source>This plot as it is seen</source>
        <translation>보이는 그대로의 그래프</translation>
    </message>
    <message>
        <source>This is neither a table nor the run folder of a training.</source>
        <translation>표도 아니고 학습 폴더도 아닙니다.</translation>
    </message>
    <message>
        <source>Save the plot</source>
        <translation>그래프 저장</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>저장함: %1</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>도표</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PosePanel</name>
    <message>
        <source>Pose</source>
        <translation>자세</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>좌우 뒤집기</translation>
    </message>
    <message>
        <source>OpenPose&apos;s JSON becomes this node&apos;s pose</source>
        <translation>OpenPose의 JSON이 이 노드의 자세가 됩니다</translation>
    </message>
    <message>
        <source>OpenPose&apos;s JSON, for other programs</source>
        <translation>다른 프로그램에서 쓸 OpenPose JSON</translation>
    </message>
    <message>
        <source>Drag a point; drag a limb, or a point with Shift, to move the person. Arrow keys move the point, Page Up and Page Down choose another, with Ctrl another person.</source>
        <translation>점을 끌어 옮깁니다. 팔다리를 끌거나 Shift를 누르고 점을 끌면 사람 전체가 움직입니다. 화살표 키로 점을 옮기고 Page Up과 Page Down으로 다른 점을, Ctrl과 함께 누르면 다른 사람을 고릅니다.</translation>
    </message>
    <message>
        <source>Nobody is in the pose yet. Add a person, or open an OpenPose JSON file.</source>
        <translation>아직 사람이 없습니다. 사람을 더하거나 OpenPose JSON 파일을 여십시오.</translation>
    </message>
    <message>
        <source>Drag a point to pose the person.</source>
        <translation>점을 끌어 자세를 잡으십시오.</translation>
    </message>
    <message>
        <source>Save the pose</source>
        <translation>자세 저장</translation>
    </message>
    <message>
        <source>OpenPose JSON (*.json)</source>
        <translation>OpenPose JSON (*.json)</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>더하기</translation>
    </message>
    <message>
        <source>Add a person (Ins)</source>
        <translation>사람 더하기 (Ins)</translation>
    </message>
    <message>
        <source>Change the person&apos;s left and right (M)</source>
        <translation>사람의 왼쪽과 오른쪽을 바꿉니다 (M)</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>숨기기</translation>
    </message>
    <message>
        <source>Hide or show the point (H, or a double click)</source>
        <translation>점을 숨기거나 보입니다 (H 또는 더블 클릭)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>지우기</translation>
    </message>
    <message>
        <source>Remove the person (Del)</source>
        <translation>사람 지우기 (Del)</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>저장…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보이기</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PoseView</name>
    <message>
        <source>nose</source>
        <translation>코</translation>
    </message>
    <message>
        <source>neck</source>
        <translation>목</translation>
    </message>
    <message>
        <source>right shoulder</source>
        <translation>오른쪽 어깨</translation>
    </message>
    <message>
        <source>right elbow</source>
        <translation>오른쪽 팔꿈치</translation>
    </message>
    <message>
        <source>right wrist</source>
        <translation>오른쪽 손목</translation>
    </message>
    <message>
        <source>left shoulder</source>
        <translation>왼쪽 어깨</translation>
    </message>
    <message>
        <source>left elbow</source>
        <translation>왼쪽 팔꿈치</translation>
    </message>
    <message>
        <source>left wrist</source>
        <translation>왼쪽 손목</translation>
    </message>
    <message>
        <source>right hip</source>
        <translation>오른쪽 엉덩이</translation>
    </message>
    <message>
        <source>right knee</source>
        <translation>오른쪽 무릎</translation>
    </message>
    <message>
        <source>right ankle</source>
        <translation>오른쪽 발목</translation>
    </message>
    <message>
        <source>left hip</source>
        <translation>왼쪽 엉덩이</translation>
    </message>
    <message>
        <source>left knee</source>
        <translation>왼쪽 무릎</translation>
    </message>
    <message>
        <source>left ankle</source>
        <translation>왼쪽 발목</translation>
    </message>
    <message>
        <source>right eye</source>
        <translation>오른쪽 눈</translation>
    </message>
    <message>
        <source>left eye</source>
        <translation>왼쪽 눈</translation>
    </message>
    <message>
        <source>right ear</source>
        <translation>오른쪽 귀</translation>
    </message>
    <message>
        <source>left ear</source>
        <translation>왼쪽 귀</translation>
    </message>
    <message>
        <source>%1 of person %2 of %3, at %4, %5</source>
        <translation>%1, %3명 중 %2번째 사람, 위치 %4, %5</translation>
    </message>
    <message>
        <source>%1, hidden</source>
        <translation>%1, 숨김</translation>
    </message>
</context>
<context>
    <name>heddle::ui::PromptHighlighter</name>
    <message>
        <source>A new chunk of 75 tokens begins here</source>
        <translation>여기서 새 75토큰 묶음이 시작됩니다</translation>
    </message>
</context>
<context>
    <name>heddle::ui::QueuePanel</name>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>Pause the queue</source>
        <translation>대기열 일시 정지</translation>
    </message>
    <message>
        <source>Cancel this job</source>
        <translation>이 작업 취소</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>앞으로</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>뒤로</translation>
    </message>
    <message>
        <source>Run this job again</source>
        <translation>이 작업 다시 실행</translation>
    </message>
    <message>
        <source>Forget what is over</source>
        <translation>끝난 작업 지우기</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>실행 %1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>취소됨</translation>
    </message>
    <message>
        <source>the engine stopped</source>
        <translation>엔진이 멈춤</translation>
    </message>
    <message>
        <source>Waiting, running and finished runs appear here.</source>
        <translation>기다리거나 실행 중이거나 끝난 실행이 여기에 나옵니다.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::RangeSlider</name>
    <message>
        <source>%1 % to %2 %</source>
        <translation>%1%~%2%</translation>
    </message>
</context>
<context>
    <name>heddle::ui::RecoveryController</name>
    <message>
        <source>The engine stopped: %1. Another one is starting; nothing of your work is lost.</source>
        <translation>엔진이 멈췄습니다: %1. 새 엔진을 시작합니다. 작업은 그대로 남아 있습니다.</translation>
    </message>
    <message>
        <source>Run on the CPU</source>
        <translation>CPU에서 실행</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>다시 실행</translation>
    </message>
    <message>
        <source>The engine stopped during this run. The run does not start again automatically.</source>
        <translation>실행하는 동안 엔진이 멈췄습니다. 저절로 다시 실행하지 않습니다.</translation>
    </message>
    <message>
        <source>restarted on the CPU</source>
        <translation>CPU에서 다시 시작함</translation>
    </message>
    <message>
        <source>the mask of %1</source>
        <translation>%1의 마스크</translation>
    </message>
    <message>
        <source>Choose “%1”…</source>
        <translation>“%1” 고르기…</translation>
    </message>
    <message numerus="yes">
        <source>This graph needs %n pictures that came without it: %1.</source>
        <translation>
            <numerusform>이 그래프에 필요한 그림 %n장이 함께 오지 않았습니다: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the state of %1</source>
        <translation>%1 상태 열기</translation>
    </message>
    <message>
        <source>an untitled graph</source>
        <translation>제목 없는 그래프</translation>
    </message>
    <message>
        <source>Heddle ended unexpectedly while you worked on %1 (%2).</source>
        <translation>%1 작업 중에 Heddle이 갑자기 끝났습니다(%2).</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>되살리기</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>The engine could not be kept running. %1</source>
        <translation>엔진을 계속 실행하지 못했습니다. %1</translation>
    </message>
    <message>
        <source>Use “%1”</source>
        <translation>“%1” 사용</translation>
    </message>
</context>
<context>
    <name>heddle::ui::ResultController</name>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>Save the picture as…</source>
        <translation>그림을 다른 이름으로 저장…</translation>
    </message>
    <message>
        <source>View</source>
        <translation>보기</translation>
    </message>
    <message>
        <source>Fit the picture</source>
        <translation>그림을 창에 맞추기</translation>
    </message>
    <message>
        <source>Picture pixel for pixel</source>
        <translation>그림을 실제 픽셀로</translation>
    </message>
    <message>
        <source>Wipe between A and B</source>
        <translation>A와 B를 나누어 보기</translation>
    </message>
    <message>
        <source>Difference of A and B</source>
        <translation>A와 B의 차이</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>비교 끝내기</translation>
    </message>
</context>
<context>
    <name>heddle::ui::ResultsSource</name>
    <message>
        <source>Likeness against words</source>
        <translation>닮은 정도와 글</translation>
    </message>
    <message>
        <source>Each result of the film strip is a point here: how like its reference it is, and how true to its words. Make some pictures with a reference; they are measured when nothing runs.</source>
        <translation>필름 스트립의 결과가 여기서 점 하나씩이 됩니다. 참조와 얼마나 닮았고 글과 얼마나 맞는지 보여 줍니다. 참조를 넣어 그림을 만들어 보세요. 쉬는 동안 측정합니다.</translation>
    </message>
    <message>
        <source>results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>%1 of %2 results have both a reference and words; %3 are measured so far.</source>
        <translation>결과 %2개 중 %1개에 참조와 글이 모두 있고, 지금까지 %3개를 측정했습니다.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::RunBar</name>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Esc, held for a moment, does the same.</source>
        <translation>Esc를 잠시 누르고 있어도 같습니다.</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>%1초 남음</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n개 대기</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>heddle::ui::RunController</name>
    <message>
        <source>The graph is empty. Press Tab in it to add a node.</source>
        <translation>그래프가 비어 있습니다. Tab을 눌러 노드를 추가하세요.</translation>
    </message>
    <message>
        <source>from step %1</source>
        <translation>%1단계부터</translation>
    </message>
    <message>
        <source>That cannot change on the way, so the picture is made from the start.</source>
        <translation>도중에 바꿀 수 없는 것이라 그림을 처음부터 만듭니다.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Run first</source>
        <translation>먼저 실행</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Cancel everything</source>
        <translation>모두 취소</translation>
    </message>
    <message>
        <source>Run while a slider moves</source>
        <translation>슬라이더를 움직이는 동안 실행</translation>
    </message>
    <message>
        <source>Restart the engine</source>
        <translation>엔진 다시 시작</translation>
    </message>
    <message>
        <source>restarted by hand</source>
        <translation>직접 다시 시작함</translation>
    </message>
</context>
<context>
    <name>heddle::ui::ScheduleSource</name>
    <message>
        <source>Noise schedule</source>
        <translation>노이즈 스케줄</translation>
    </message>
    <message>
        <source>How noisy the picture is at each step, for a sampler and a schedule. It is shown when the engine is up.</source>
        <translation>샘플러와 스케줄에 따라 단계마다 그림에 노이즈가 얼마나 있는지 보여 줍니다. 엔진이 켜지면 나타납니다.</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>표시할 것</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계 수</translation>
    </message>
    <message>
        <source>Keep this curve</source>
        <translation>이 곡선 남기기</translation>
    </message>
    <message>
        <source>It stays while you choose others; press again to clear them</source>
        <translation>다른 것을 골라도 남아 있고, 다시 누르면 지웁니다</translation>
    </message>
    <message>
        <source>Clear the kept curves</source>
        <translation>남긴 곡선 지우기</translation>
    </message>
</context>
<context>
    <name>heddle::ui::SeedEditor</name>
    <message>
        <source>Draw a new seed</source>
        <translation>새 시드 뽑기</translation>
    </message>
    <message>
        <source>Bring back the seed before</source>
        <translation>이전 시드로 되돌리기</translation>
    </message>
</context>
<context>
    <name>heddle::ui::SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>설정</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>엔진</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>폴더</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>단축키</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>고대비</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템과 같게</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Size in percent</source>
        <translation>크기(%)</translation>
    </message>
    <message>
        <source>A new language and size hold fully after the next start.</source>
        <translation>새 언어와 크기는 다음에 시작할 때 모두 적용됩니다.</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>자동</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>프로세서(CPU)</translation>
    </message>
    <message>
        <source>NVIDIA graphics card</source>
        <translation>NVIDIA 그래픽 카드</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>장치</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>정밀도</translation>
    </message>
    <message>
        <source>Memory for results, MiB (0: automatic)</source>
        <translation>결과용 메모리, MiB (0: 자동)</translation>
    </message>
    <message>
        <source>Moving a slider runs the graph</source>
        <translation>슬라이더를 움직이면 그래프 실행</translation>
    </message>
    <message>
        <source>Engine command</source>
        <translation>엔진 명령</translation>
    </message>
    <message>
        <source>Empty: the engine beside this program. Device, precision and command hold when the engine starts the next time.</source>
        <translation>비워 두면 이 프로그램 옆의 엔진을 씁니다. 장치, 정밀도, 명령은 엔진이 다음에 시작할 때 적용됩니다.</translation>
    </message>
    <message>
        <source>Folders with your models, as ComfyUI, AUTOMATIC1111 or diffusers lay them out. They are read in place, never changed.</source>
        <translation>ComfyUI, AUTOMATIC1111, diffusers 방식으로 놓인 모델 폴더입니다. 그 자리에서 읽기만 하고 바꾸지 않습니다.</translation>
    </message>
    <message>
        <source>Folders with models</source>
        <translation>모델 폴더</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>폴더 추가…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>빼기</translation>
    </message>
    <message>
        <source>Folder with models</source>
        <translation>모델 폴더</translation>
    </message>
    <message>
        <source>Keys used twice: %1</source>
        <translation>겹치는 단축키: %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>없음</translation>
    </message>
</context>
<context>
    <name>heddle::ui::StatusLine</name>
    <message>
        <source>made in %1 s</source>
        <translation>%1초 만에 완성</translation>
    </message>
    <message>
        <source>the engine is starting…</source>
        <translation>엔진을 시작하는 중…</translation>
    </message>
    <message>
        <source>no engine</source>
        <translation>엔진 없음</translation>
    </message>
    <message>
        <source>engine %1 · window %2</source>
        <translation>엔진 %1 · 창 %2</translation>
    </message>
    <message>
        <source>The engine holds %1 in memory; of this, kept results take %2 of at most %3. The window holds %4.</source>
        <translation>엔진이 메모리를 %1 쓰고 있습니다. 그중 보관한 결과가 %2이며 최대 %3까지 씁니다. 창은 %4를 씁니다.</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>아직 저장 안 함</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>변경됨</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>저장됨</translation>
    </message>
</context>
<context>
    <name>heddle::ui::StepBar</name>
    <message>
        <source>Steps of the run</source>
        <translation>실행의 단계</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>단계</translation>
    </message>
    <message>
        <source>Resume the run</source>
        <translation>실행 이어 가기</translation>
    </message>
    <message>
        <source>Pause the run at its next step</source>
        <translation>다음 단계에서 실행 멈추기</translation>
    </message>
    <message>
        <source>none kept</source>
        <translation>보관한 것 없음</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 중 %1</translation>
    </message>
    <message>
        <source>The steps of this picture are not kept. Run it again to walk through them.</source>
        <translation>이 그림의 단계는 보관되어 있지 않습니다. 다시 실행하면 살펴볼 수 있습니다.</translation>
    </message>
    <message>
        <source>What the picture was after each step of its run</source>
        <translation>실행의 각 단계 뒤에 그림이 어땠는지</translation>
    </message>
    <message>
        <source>Branches from step %1</source>
        <translation>%1단계에서 갈라짐</translation>
    </message>
    <message>
        <source>Branch from here</source>
        <translation>여기에서 갈라지기</translation>
    </message>
    <message>
        <source>Changes of λ and guidance then hold from this step on, and cost only the steps after it.</source>
        <translation>그러면 λ와 가이던스의 변화가 이 단계부터 적용되고, 그 뒤 단계만 다시 계산합니다.</translation>
    </message>
    <message>
        <source>From %1</source>
        <translation>%1부터</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>가지</translation>
    </message>
</context>
<context>
    <name>heddle::ui::StepController</name>
    <message>
        <source>after step %1</source>
        <translation>%1단계 뒤</translation>
    </message>
    <message>
        <source>Look at an earlier step first: a branch starts there.</source>
        <translation>먼저 앞 단계를 보세요. 거기에서 갈라집니다.</translation>
    </message>
    <message>
        <source>Now change λ or guidance: it holds from step %1 on, and the steps before it are kept.</source>
        <translation>이제 λ나 가이던스를 바꾸세요. %1단계부터 적용되고 그 앞 단계는 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Pause or resume</source>
        <translation>멈추기 또는 이어 가기</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>한 단계 뒤로</translation>
    </message>
    <message>
        <source>One step on</source>
        <translation>한 단계 앞으로</translation>
    </message>
    <message>
        <source>Branch from this step</source>
        <translation>이 단계에서 갈라지기</translation>
    </message>
</context>
<context>
    <name>heddle::ui::TableSource</name>
    <message>
        <source>Numbers of a sheet</source>
        <translation>시트의 수치</translation>
    </message>
    <message>
        <source>A score over a parameter, with its spread over seeds. Open the table of a sheet or a comparison: sheet.csv in the folder of heddle sheet --scores, or drop it here.</source>
        <translation>값에 따른 점수와 시드에 따른 흩어짐을 보여 줍니다. 시트나 비교의 표(heddle sheet --scores 폴더의 sheet.csv)를 열거나 여기에 놓으세요.</translation>
    </message>
    <message>
        <source>Open a table…</source>
        <translation>표 열기…</translation>
    </message>
    <message>
        <source>A CSV file of heddle sheet, compare or find-scale</source>
        <translation>heddle sheet, compare, find-scale이 만든 CSV 파일</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>가로</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>세로</translation>
    </message>
    <message>
        <source>A curve for each</source>
        <translation>곡선을 나누는 값</translation>
    </message>
    <message>
        <source>Each picture a point</source>
        <translation>그림마다 점 하나</translation>
    </message>
    <message>
        <source>Off: the mean of the pictures with one value, and how far they spread around it</source>
        <translation>끄면: 값이 같은 그림들의 평균과 흩어진 정도</translation>
    </message>
    <message>
        <source>Open a table</source>
        <translation>표 열기</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>표 (*.csv)</translation>
    </message>
    <message>
        <source>nothing: one curve</source>
        <translation>없음: 곡선 하나</translation>
    </message>
    <message>
        <source>%1, rows: %2</source>
        <translation>%1, %2줄</translation>
    </message>
</context>
<context>
    <name>heddle::ui::TextEditor</name>
    <message>
        <source>Tokens used of the 75 that one chunk holds; a longer text continues in a new chunk</source>
        <translation>한 묶음에 들어가는 75토큰 중 쓴 토큰 수입니다. 더 긴 글은 다음 묶음으로 이어집니다</translation>
    </message>
    <message>
        <source>Say what the picture shows</source>
        <translation>그림에 무엇이 보이는지 쓰세요</translation>
    </message>
    <message>
        <source>%1 / 75</source>
        <translation>%1 / 75</translation>
    </message>
    <message>
        <source>%1 / 75 in chunk %2</source>
        <translation>묶음 %2의 %1 / 75</translation>
    </message>
    <message>
        <source>%1 of 75 tokens</source>
        <translation>75토큰 중 %1</translation>
    </message>
</context>
<context>
    <name>heddle::ui::TimesSource</name>
    <message>
        <source>Time by stage</source>
        <translation>단계별 시간</translation>
    </message>
    <message>
        <source>How long each node of the newest run took. Run the graph; what comes from the cache takes no time.</source>
        <translation>마지막 실행에서 노드마다 걸린 시간입니다. 그래프를 실행하세요. 보관된 결과를 쓰면 시간이 들지 않습니다.</translation>
    </message>
    <message>
        <source>%1 (cached)</source>
        <translation>%1 (보관됨)</translation>
    </message>
    <message>
        <source>%1 s in all nodes together.</source>
        <translation>모든 노드를 합쳐 %1초.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::ToolColumn</name>
    <message>
        <source>Brush</source>
        <translation>브러시</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>지우개</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>채우기</translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation>마술봉</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>그러데이션</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>올가미</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>다각형</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>사각형</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>타원</translation>
    </message>
    <message>
        <source>Move layer</source>
        <translation>레이어 옮기기</translation>
    </message>
    <message>
        <source>Extend the canvas</source>
        <translation>캔버스 넓히기</translation>
    </message>
    <message>
        <source>Pick a colour</source>
        <translation>색 고르기</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>손</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>확대</translation>
    </message>
</context>
<context>
    <name>heddle::ui::TrainingSource</name>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>The loss of a training as it goes. Open the run folder of heddle train, or drop it here.</source>
        <translation>학습하는 동안의 손실입니다. heddle train의 실행 폴더를 열거나 여기에 놓으세요.</translation>
    </message>
    <message>
        <source>Open a run folder…</source>
        <translation>실행 폴더 열기…</translation>
    </message>
    <message>
        <source>The folder that heddle train names with --run-folder</source>
        <translation>heddle train의 --run-folder에 지정한 폴더</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>표시할 것</translation>
    </message>
    <message>
        <source>Smooth over</source>
        <translation>고르게 할 폭</translation>
    </message>
    <message>
        <source>Each value becomes the mean of so many rows of the log to both sides</source>
        <translation>값마다 양쪽으로 이만큼의 줄을 평균합니다</translation>
    </message>
    <message>
        <source>Open a run folder</source>
        <translation>실행 폴더 열기</translation>
    </message>
    <message>
        <source>This folder has no log.csv: choose one that heddle train writes into.</source>
        <translation>이 폴더에는 log.csv가 없습니다. heddle train이 쓰는 폴더를 고르세요.</translation>
    </message>
    <message>
        <source>smoothed</source>
        <translation>고르게 한 값</translation>
    </message>
    <message>
        <source>%1, step %2. It grows while the training runs.</source>
        <translation>%1, %2단계. 학습하는 동안 늘어납니다.</translation>
    </message>
</context>
<context>
    <name>heddle::ui::ValueSlider</name>
    <message>
        <source>Different strengths by layer and step</source>
        <translation>층과 단계마다 다른 세기</translation>
    </message>
    <message>
        <source>Lane</source>
        <translation>레인</translation>
    </message>
</context>
<context>
    <name>heddle::ui::VariantBar</name>
    <message>
        <source>The variant that is shown</source>
        <translation>보이는 변형</translation>
    </message>
    <message>
        <source>Variant before</source>
        <translation>이전 변형</translation>
    </message>
    <message>
        <source>Next variant</source>
        <translation>다음 변형</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>유지</translation>
    </message>
    <message>
        <source>Make it a layer of its own</source>
        <translation>별도의 레이어로 만들기</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>버리기</translation>
    </message>
    <message>
        <source>original</source>
        <translation>원본</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <translation>%2개 중 %1 · %3</translation>
    </message>
    <message>
        <source>1 pixel changed outside the mask</source>
        <translation>마스크 밖에서 픽셀 1개가 바뀜</translation>
    </message>
    <message>
        <source>%1 pixels changed outside the mask</source>
        <translation>마스크 밖에서 픽셀 %1개가 바뀜</translation>
    </message>
</context>
<context>
    <name>heddle::ui::Viewer</name>
    <message>
        <source>Viewer</source>
        <translation>뷰어</translation>
    </message>
    <message>
        <source>%1, %2 by %3</source>
        <translation>%1, %2×%3</translation>
    </message>
    <message>
        <source>A · %1</source>
        <translation>A · %1</translation>
    </message>
    <message>
        <source>B · %1</source>
        <translation>B · %1</translation>
    </message>
    <message>
        <source>difference of A and B</source>
        <translation>A와 B의 차이</translation>
    </message>
</context>
<context>
    <name>heddle::ui::WelcomePage</name>
    <message>
        <source>Welcome</source>
        <translation>환영합니다</translation>
    </message>
    <message>
        <source>Welcome to Heddle</source>
        <translation>Heddle에 오신 것을 환영합니다</translation>
    </message>
    <message>
        <source>The picture beside this page is made from a sentence and a reference picture. Drag λ in the Live panel, and it follows.</source>
        <translation>옆의 그림은 문장과 참조 그림으로 저절로 만들어집니다. 라이브 패널에서 λ를 끌면 그림이 따라옵니다.</translation>
    </message>
    <message>
        <source>Go to the graph</source>
        <translation>그래프로 가기</translation>
    </message>
    <message>
        <source>This page is shown once; it stays in the Help menu.</source>
        <translation>이 페이지는 저절로 다시 나오지 않습니다. 도움말 메뉴에 있습니다.</translation>
    </message>
    <message>
        <source>Your models</source>
        <translation>내 모델</translation>
    </message>
    <message>
        <source>Bobbin, a small model, is inside Heddle: nothing else is needed to begin. Models that you have are read where they are, and never changed.</source>
        <translation>작은 모델 Bobbin이 Heddle 안에 있어 바로 시작할 수 있습니다. 가지고 있는 모델은 있는 자리에서 읽으며 절대 바꾸지 않습니다.</translation>
    </message>
    <message>
        <source>Looking where other tools keep their models…</source>
        <translation>다른 도구가 모델을 두는 곳을 살펴보는 중…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>폴더 추가…</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>시작하기</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>테마</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>어둡게</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>밝게</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>고대비</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템 설정대로</translation>
    </message>
    <message>
        <source>The language holds after the next start.</source>
        <translation>언어는 다음에 시작할 때 적용됩니다.</translation>
    </message>
    <message>
        <source>Tick the folders that Heddle should list.</source>
        <translation>Heddle이 보여 줄 폴더에 표시하세요.</translation>
    </message>
    <message>
        <source>No other tool&apos;s models were found in the usual places.</source>
        <translation>흔히 쓰는 자리에서 다른 도구의 모델을 찾지 못했습니다.</translation>
    </message>
    <message>
        <source>Folder with models</source>
        <translation>모델이 든 폴더</translation>
    </message>
</context>
<context>
    <name>heddle::ui::WorkspacePages</name>
    <message>
        <source>Workspaces</source>
        <translation>작업 공간</translation>
    </message>
</context>
<context>
    <name>import</name>
    <message>
        <source>LoRA tags in the text</source>
        <translation>글 속의 LoRA 태그</translation>
    </message>
    <message>
        <source>denoising strength %1: the picture that it started from is not in the file</source>
        <translation>디노이즈 세기 %1: 시작 그림이 파일에 없습니다</translation>
    </message>
</context>
<context>
    <name>lanes</name>
    <message>
        <source>all</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>style</source>
        <translation>화풍</translation>
    </message>
    <message>
        <source>layout</source>
        <translation>구도</translation>
    </message>
    <message>
        <source>style + layout</source>
        <translation>화풍 + 구도</translation>
    </message>
    <message>
        <source>ease in</source>
        <translation>점점 세게</translation>
    </message>
    <message>
        <source>ease out</source>
        <translation>점점 약하게</translation>
    </message>
    <message>
        <source>down %1</source>
        <translation>내려가는 %1</translation>
    </message>
    <message>
        <source>up %1</source>
        <translation>올라가는 %1</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>가운데</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>층 %1</translation>
    </message>
</context>
<context>
    <name>library</name>
    <message>
        <source>network alone</source>
        <translation>네트워크만</translation>
    </message>
    <message>
        <source>for previews</source>
        <translation>미리 보기용</translation>
    </message>
    <message>
        <source>for text</source>
        <translation>글용</translation>
    </message>
    <message>
        <source>for pictures</source>
        <translation>그림용</translation>
    </message>
    <message>
        <source>for text and pictures</source>
        <translation>글과 그림용</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Image prompts</source>
        <translation>이미지 프롬프트</translation>
    </message>
    <message>
        <source>Encoders</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>VAEs</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>LoRAs</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>제어</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>임베딩</translation>
    </message>
    <message>
        <source>Starters</source>
        <translation>시작 그래프</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>쓸 수 없음</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>style</source>
        <translation>화풍</translation>
    </message>
    <message>
        <source>fuser</source>
        <translation>융합기</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>편집(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
</context>
<context>
    <name>nodes</name>
    <message>
        <source>(more) and [less] weigh words, (word:1.3) exactly; BREAK starts a new chunk. [from:to:0.5] changes on the way, [a|b] takes turns, AND joins prompts, # begins a comment.</source>
        <translation>(더)와 [덜]은 낱말의 무게를 바꾸고, (낱말:1.3)은 정확한 값을 줍니다. BREAK는 새 묶음을 시작합니다. [처음:나중:0.5]는 도중에 바뀌고, [가|나]는 번갈아 쓰이며, AND는 프롬프트를 잇고, #은 주석을 시작합니다.</translation>
    </message>
    <message>
        <source>A Stable Diffusion 1.x or 2.x checkpoint: a diffusers folder, a .safetensors or a .ckpt file. &quot;bobbin&quot; is the small model inside Heddle.</source>
        <translation>Stable Diffusion 1.x 또는 2.x 체크포인트: diffusers 폴더, .safetensors 또는 .ckpt 파일. &quot;bobbin&quot;은 Heddle에 들어 있는 작은 모델입니다.</translation>
    </message>
    <message>
        <source>A picture from disk: reference, start of a repaint, or mask.</source>
        <translation>디스크의 그림: 참조, 다시 그리기의 출발점, 또는 마스크.</translation>
    </message>
    <message>
        <source>A safetensors file with the tensor &quot;latents&quot;, in the output folder.</source>
        <translation>텐서 &quot;latents&quot;가 든 safetensors 파일을 출력 폴더에 씁니다.</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>CLIP&apos;s image encoder: ViT-H/14 for most IP-Adapters of Stable Diffusion 1.5.</source>
        <translation>CLIP의 이미지 인코더: Stable Diffusion 1.5용 IP-Adapter 대부분은 ViT-H/14를 씁니다.</translation>
    </message>
    <message>
        <source>Clip skip</source>
        <translation>Clip skip</translation>
    </message>
    <message>
        <source>Crop centre</source>
        <translation>자르기 중심</translation>
    </message>
    <message>
        <source>Decode</source>
        <translation>디코드</translation>
    </message>
    <message>
        <source>Draw from the VAE&apos;s distribution as diffusers does, instead of taking its mean.</source>
        <translation>평균 대신, diffusers처럼 VAE의 분포에서 뽑습니다.</translation>
    </message>
    <message>
        <source>Emphasis</source>
        <translation>강조</translation>
    </message>
    <message>
        <source>Encode</source>
        <translation>인코드</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>인코더</translation>
    </message>
    <message>
        <source>Eta (DDIM)</source>
        <translation>Eta (DDIM)</translation>
    </message>
    <message>
        <source>File</source>
        <translation>파일</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>파일 이름</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>맞추기</translation>
    </message>
    <message>
        <source>Guidance</source>
        <translation>가이던스</translation>
    </message>
    <message>
        <source>Guidance rescale</source>
        <translation>가이던스 재조정</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>높이</translation>
    </message>
    <message>
        <source>How a picture that is not square becomes the encoder&apos;s square.</source>
        <translation>정사각형이 아닌 그림을 인코더의 정사각형에 맞추는 방법입니다.</translation>
    </message>
    <message>
        <source>IP-Adapter</source>
        <translation>IP-Adapter</translation>
    </message>
    <message>
        <source>Image encoder</source>
        <translation>이미지 인코더</translation>
    </message>
    <message>
        <source>Image prompt</source>
        <translation>이미지 프롬프트</translation>
    </message>
    <message>
        <source>Guides the result by pictures, beside the words (IP-Adapter).</source>
        <translation>글과 함께 그림으로도 결과를 이끕니다(IP-Adapter).</translation>
    </message>
    <message>
        <source>Load latents</source>
        <translation>잠재값 불러오기</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>노이즈</translation>
    </message>
    <message>
        <source>Other VAE</source>
        <translation>다른 VAE</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>그림 수</translation>
    </message>
    <message>
        <source>Repaint where white</source>
        <translation>흰 곳만 다시 그리기</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>표본 뽑기</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>Save latents</source>
        <translation>잠재값 저장</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>그림 저장</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>스케줄</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>출발점</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>단계 수</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>세기</translation>
    </message>
    <message>
        <source>Scale (λ)</source>
        <translation>스케일 (λ)</translation>
    </message>
    <message>
        <source>Syntax</source>
        <translation>문법</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>글</translation>
    </message>
    <message>
        <source>Text encoder from</source>
        <translation>텍스트 인코더 출처</translation>
    </message>
    <message>
        <source>Text prompt</source>
        <translation>텍스트 프롬프트</translation>
    </message>
    <message>
        <source>The VAE turns a picture into latents. Width and height 0 keep the picture&apos;s, made whole eights.</source>
        <translation>VAE가 그림을 잠재값으로 바꿉니다. 너비와 높이가 0이면 그림의 크기를 8의 배수로 맞춰 씁니다.</translation>
    </message>
    <message>
        <source>The VAE turns latents into a picture.</source>
        <translation>VAE가 잠재값을 그림으로 바꿉니다.</translation>
    </message>
    <message>
        <source>An IP-Adapter: with it, pictures guide the result beside the words.</source>
        <translation>IP-Adapter: 글과 함께 그림으로 결과를 이끌게 합니다.</translation>
    </message>
    <message>
        <source>The tensor &quot;latents&quot; (pictures, 4, height / 8, width / 8) of a safetensors file.</source>
        <translation>safetensors 파일의 텐서 &quot;latents&quot; (그림 수, 4, 높이/8, 너비/8).</translation>
    </message>
    <message>
        <source>Unconditional picture</source>
        <translation>무조건 그림</translation>
    </message>
    <message>
        <source>Weight of each picture</source>
        <translation>그림별 가중치</translation>
    </message>
    <message>
        <source>What the encoder sees</source>
        <translation>인코더가 보는 그림</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>너비</translation>
    </message>
    <message>
        <source>Writes into the output folder. The file carries its graph: drop it on Heddle to go on from it.</source>
        <translation>출력 폴더에 씁니다. 파일에 그래프가 들어 있으니 Heddle에 끌어다 놓으면 이어서 작업할 수 있습니다.</translation>
    </message>
    <message>
        <source>A small file that teaches a model a style, a subject or a trick: LoRA, LoCon, LoHa, LoKr or DoRA. Several in a row add up; bypass the node and the model is as it was.</source>
        <translation>모델에 화풍, 대상, 재주를 가르치는 작은 파일: LoRA, LoCon, LoHa, LoKr, DoRA. 여럿을 이으면 더해지고, 노드를 우회하면 모델은 원래대로입니다.</translation>
    </message>
    <message>
        <source>A textual inversion: a word that stands for a look or a subject. Write the file&apos;s name, or the word it brings, in the prompt.</source>
        <translation>텍스트 인버전: 모습이나 대상을 뜻하는 단어. 프롬프트에 파일 이름이나 파일이 가져오는 단어를 쓰세요.</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>임베딩</translation>
    </message>
    <message>
        <source>LoRA</source>
        <translation>LoRA</translation>
    </message>
    <message>
        <source>Strength in the text</source>
        <translation>문장에서의 세기</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>단어</translation>
    </message>
    <message>
        <source>The file also holds the pictures that its graph uses, so that it can be made again anywhere. Off: the file is smaller and does not show what it was made from.</source>
        <translation>그래프가 쓰는 그림들도 파일에 함께 담아, 어디서든 다시 만들 수 있습니다. 끄면 파일이 작아지고 무엇으로 만들었는지 아무에게도 보이지 않습니다.</translation>
    </message>
    <message>
        <source>With its references</source>
        <translation>참조 그림도 함께</translation>
    </message>
    <message>
        <source>adapter</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>conditioning</source>
        <translation>조건</translation>
    </message>
    <message>
        <source>image</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>image encoder</source>
        <translation>이미지 인코더</translation>
    </message>
    <message>
        <source>image prompt</source>
        <translation>이미지 프롬프트</translation>
    </message>
    <message>
        <source>latent</source>
        <translation>잠재</translation>
    </message>
    <message>
        <source>mask</source>
        <translation>마스크</translation>
    </message>
    <message>
        <source>model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>negative</source>
        <translation>부정</translation>
    </message>
    <message>
        <source>negative image</source>
        <translation>부정 그림</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>긍정</translation>
    </message>
    <message>
        <source>seen</source>
        <translation>보이는 것</translation>
    </message>
    <message>
        <source>text encoder</source>
        <translation>텍스트 인코더</translation>
    </message>
    <message>
        <source>vae</source>
        <translation>VAE</translation>
    </message>
    <message>
        <source>Act where white</source>
        <translation>흰 곳에 적용</translation>
    </message>
    <message>
        <source>Apply ControlNet</source>
        <translation>ControlNet 적용</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>균형</translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>Makes the image follow a map. A map of another size is resized as Pillow&apos;s Lanczos does it, cropped or stretched.</source>
        <translation>이미지가 맵을 따르게 합니다. 크기가 다른 맵은 Pillow의 Lanczos 방식으로 크기를 바꾸고, 자르거나 늘립니다.</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>맵</translation>
    </message>
    <message>
        <source>control</source>
        <translation>컨트롤</translation>
    </message>
    <message>
        <source>control net</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>prompt_first: finer residuals weigh less, 0.825 a block. control_first: acts with the prompt alone. guess_mode: both. guess_mode_diffusers: as diffusers has it.</source>
        <translation>prompt_first: 세밀한 잔차일수록 블록마다 0.825배로 약해집니다. control_first: 프롬프트가 있는 쪽에만 작용합니다. guess_mode: 둘 다. guess_mode_diffusers: diffusers의 방식입니다.</translation>
    </message>
    <message>
        <source>A drawing&apos;s lines as white strokes on black, for ControlNet scribble.</source>
        <translation>선화의 선을 검은 바탕의 흰 선으로 바꿉니다. ControlNet scribble용.</translation>
    </message>
    <message>
        <source>A painting in ADE20K&apos;s colours, its soft edges made exact, for ControlNet seg.</source>
        <translation>ADE20K 색으로 칠한 그림의 흐린 가장자리를 정확한 색으로 맞춥니다. ControlNet seg용.</translation>
    </message>
    <message>
        <source>A picture of depth that you have, near in white, for ControlNet depth.</source>
        <translation>가지고 있는 깊이 그림. 가까운 곳이 흰색입니다. ControlNet depth용.</translation>
    </message>
    <message>
        <source>A pose of its own, as OpenPose JSON; where it is given, the file is not read.</source>
        <translation>노드 자체의 포즈(OpenPose JSON). 이것이 있으면 파일은 읽지 않습니다.</translation>
    </message>
    <message>
        <source>A soft copy of the picture.</source>
        <translation>그림을 부드럽게 흐린 것.</translation>
    </message>
    <message>
        <source>As ControlNet</source>
        <translation>ControlNet 버전</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>배경</translation>
    </message>
    <message>
        <source>Black and white</source>
        <translation>흑백</translation>
    </message>
    <message>
        <source>Blue, green, red, as ControlNet normal 1.0 takes them. Off: red is right, green is down, blue is towards you.</source>
        <translation>ControlNet normal 1.0이 받는 순서인 파랑, 초록, 빨강. 끄면 빨강은 오른쪽, 초록은 아래, 파랑은 앞쪽입니다.</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>흐림</translation>
    </message>
    <message>
        <source>Blur before</source>
        <translation>먼저 흐리기</translation>
    </message>
    <message>
        <source>Canny edges</source>
        <translation>캐니 윤곽선</translation>
    </message>
    <message>
        <source>Channels of ControlNet 1.0</source>
        <translation>ControlNet 1.0의 채널 순서</translation>
    </message>
    <message>
        <source>Colour map</source>
        <translation>색 지도</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>색의 수</translation>
    </message>
    <message>
        <source>Content shuffle</source>
        <translation>내용 섞기</translation>
    </message>
    <message>
        <source>Dark lines on paper become white lines on black, as ControlNets take them.</source>
        <translation>종이 위의 어두운 선이 ControlNet이 받는 검은 바탕의 흰 선이 됩니다.</translation>
    </message>
    <message>
        <source>Depth from a picture</source>
        <translation>그림에서 깊이</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>세부</translation>
    </message>
    <message>
        <source>Down by</source>
        <translation>줄이는 배율</translation>
    </message>
    <message>
        <source>Few colours</source>
        <translation>적은 색</translation>
    </message>
    <message>
        <source>From a depth map, near in white, the direction of its surfaces, for ControlNet normal.</source>
        <translation>가까운 곳이 흰색인 깊이 지도에서 표면의 방향을 구합니다. ControlNet normal용.</translation>
    </message>
    <message>
        <source>Grain</source>
        <translation>결의 크기</translation>
    </message>
    <message>
        <source>Hides shading, so that less of the picture comes through (&quot;safe&quot;).</source>
        <translation>음영을 감추어 원래 그림이 덜 비칩니다(&quot;safe&quot;).</translation>
    </message>
    <message>
        <source>High threshold</source>
        <translation>높은 문턱값</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>반전</translation>
    </message>
    <message>
        <source>Keeps a picture&apos;s look and loses its shapes, for ControlNet shuffle.</source>
        <translation>그림의 느낌은 남기고 형태는 없앱니다. ControlNet shuffle용.</translation>
    </message>
    <message>
        <source>Large squares of the picture&apos;s colours, for T2I-Adapter color.</source>
        <translation>그림의 색을 큰 사각형으로 나타냅니다. T2I-Adapter color용.</translation>
    </message>
    <message>
        <source>Line art (classical)</source>
        <translation>라인 아트(고전)</translation>
    </message>
    <message>
        <source>Low threshold</source>
        <translation>낮은 문턱값</translation>
    </message>
    <message>
        <source>Near is black in it</source>
        <translation>가까운 곳이 검은색</translation>
    </message>
    <message>
        <source>Normals from depth</source>
        <translation>깊이에서 법선</translation>
    </message>
    <message>
        <source>OpenPose JSON</source>
        <translation>OpenPose JSON</translation>
    </message>
    <message>
        <source>Painted segmentation</source>
        <translation>칠한 분할 지도</translation>
    </message>
    <message>
        <source>Pencil-like lines without a network, white on black, for ControlNet lineart.</source>
        <translation>신경망 없이 만드는 연필 같은 선. 검은 바탕에 흰 선입니다. ControlNet lineart용.</translation>
    </message>
    <message>
        <source>Pixel perfect</source>
        <translation>픽셀 퍼펙트</translation>
    </message>
    <message>
        <source>Pixels between two points of the flow; less tears the picture into smaller pieces.</source>
        <translation>흐름의 두 점 사이의 픽셀 수. 작을수록 그림이 더 잘게 나뉩니다.</translation>
    </message>
    <message>
        <source>Pose</source>
        <translation>포즈</translation>
    </message>
    <message>
        <source>Relief</source>
        <translation>입체감</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>해상도</translation>
    </message>
    <message>
        <source>Scribble from a picture</source>
        <translation>그림에서 낙서</translation>
    </message>
    <message>
        <source>Scribble from lines</source>
        <translation>선에서 낙서</translation>
    </message>
    <message>
        <source>Skeletons in OpenPose&apos;s colours, for ControlNet openpose.</source>
        <translation>OpenPose 색으로 그린 뼈대. ControlNet openpose용.</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>매끄럽게</translation>
    </message>
    <message>
        <source>Soft edges (classical)</source>
        <translation>부드러운 윤곽(고전)</translation>
    </message>
    <message>
        <source>Soft outlines without a network, in place of HED and PiDiNet, for ControlNet softedge.</source>
        <translation>HED와 PiDiNet 대신 신경망 없이 만드는 부드러운 윤곽. ControlNet softedge용.</translation>
    </message>
    <message>
        <source>Spread from black to white</source>
        <translation>검정에서 흰색까지 펼치기</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>사각형</translation>
    </message>
    <message>
        <source>Strokes where a picture is darker than its surroundings (XDoG), for ControlNet scribble.</source>
        <translation>그림이 주위보다 어두운 곳에 선을 긋습니다(XDoG). ControlNet scribble용.</translation>
    </message>
    <message>
        <source>The adapter was trained with 64.</source>
        <translation>어댑터는 64로 학습되었습니다.</translation>
    </message>
    <message>
        <source>The lines are light</source>
        <translation>선이 밝음</translation>
    </message>
    <message>
        <source>The map&apos;s shorter side in pixels; 0 keeps the picture&apos;s own size.</source>
        <translation>지도의 짧은 변의 픽셀 수. 0이면 그림의 크기를 그대로 씁니다.</translation>
    </message>
    <message>
        <source>The picture in flat areas of few colours.</source>
        <translation>그림을 몇 가지 색의 평평한 면으로 나타냅니다.</translation>
    </message>
    <message>
        <source>The picture without its finest detail, which ControlNet tile draws anew.</source>
        <translation>가장 고운 세부를 뺀 그림. ControlNet tile이 이것을 새로 그립니다.</translation>
    </message>
    <message>
        <source>The resolution of a map that fits the picture to be made, pixel for pixel. Wire it to an annotator&apos;s resolution.</source>
        <translation>만들 그림과 픽셀 단위로 맞는 지도의 해상도. 주석기의 해상도에 연결하세요.</translation>
    </message>
    <message>
        <source>Thicken by</source>
        <translation>굵게</translation>
    </message>
    <message>
        <source>Three levels only</source>
        <translation>세 단계만</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>문턱값</translation>
    </message>
    <message>
        <source>Tile</source>
        <translation>타일</translation>
    </message>
    <message>
        <source>What is darker than this share of white counts as flat.</source>
        <translation>흰색의 이 비율보다 어두운 곳은 평평한 것으로 봅니다.</translation>
    </message>
    <message>
        <source>White lines where brightness or colour changes sharply, for ControlNet canny.</source>
        <translation>밝기나 색이 급히 바뀌는 곳의 흰 선. ControlNet canny용.</translation>
    </message>
    <message>
        <source>White where the picture is lighter than the threshold.</source>
        <translation>그림이 문턱값보다 밝은 곳이 흰색입니다.</translation>
    </message>
    <message>
        <source>resolution</source>
        <translation>해상도</translation>
    </message>
    <message>
        <source>Empty: the file&apos;s name, and the words it brings. Of a file with several words: the one to take.</source>
        <translation>비우면: 파일 이름과 파일이 가져오는 단어. 단어가 여럿인 파일에서는 쓸 단어.</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Turns noise into a picture, step by step, guided by text and pictures. Width and height 0: those of the picture to start from, else the model&apos;s own.</source>
        <translation>글과 그림의 안내를 받아 노이즈를 한 단계씩 그림으로 바꿉니다. 너비와 높이가 0이면 시작 그림의 크기를, 없으면 모델 본래의 크기를 씁니다.</translation>
    </message>
    <message>
        <source>Zero terminal SNR</source>
        <translation>제로 터미널 SNR</translation>
    </message>
    <message>
        <source>0: the prompt leads. 1: the picture leads.</source>
        <translation>0: 프롬프트가 이끕니다. 1: 그림이 이끕니다.</translation>
    </message>
    <message>
        <source>A small network that follows a map: edges, a sketch, colours. It runs once a picture, not once a step.</source>
        <translation>맵(윤곽, 스케치, 색)을 따르는 작은 신경망입니다. 스텝마다가 아니라 그림마다 한 번 실행됩니다.</translation>
    </message>
    <message>
        <source>Apply T2I-Adapter</source>
        <translation>T2I-Adapter 적용</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>방식</translation>
    </message>
    <message>
        <source>Reference only</source>
        <translation>참조 전용</translation>
    </message>
    <message>
        <source>Style fidelity</source>
        <translation>스타일 충실도</translation>
    </message>
    <message>
        <source>T2I-Adapter</source>
        <translation>T2I-Adapter</translation>
    </message>
    <message>
        <source>The network looks at a picture while it paints, without an adapter: one more pass a step. A lower strength leaves it to the wide layers.</source>
        <translation>어댑터 없이 신경망이 그리는 동안 그림을 직접 봅니다. 스텝마다 한 번 더 계산합니다. 강도를 낮추면 넓은 층에만 작용합니다.</translation>
    </message>
    <message>
        <source>attention: looks at the picture&apos;s parts. adain: takes over its colours and contrast.</source>
        <translation>attention: 그림의 부분들을 봅니다. adain: 색과 대비를 이어받습니다.</translation>
    </message>
    <message>
        <source>prompt_first: finer levels weigh less: 0.25, 0.62, 0.825, 1. control_first: acts with the prompt alone.</source>
        <translation>prompt_first: 세밀한 단계일수록 약하게 작용합니다: 0.25, 0.62, 0.825, 1. control_first: 프롬프트가 있는 쪽에만 작용합니다.</translation>
    </message>
    <message>
        <source>t2i adapter</source>
        <translation>T2I-Adapter</translation>
    </message>
    <message>
        <source>0: that of the picture it is drawn on, else of the pose&apos;s canvas.</source>
        <translation>0: 밑에 깐 그림의 크기, 없으면 자세의 캔버스 크기.</translation>
    </message>
    <message>
        <source>Drawn on</source>
        <translation>밑그림</translation>
    </message>
    <message>
        <source>A map with its coadapter file, to be weighed against others by the fuser.</source>
        <translation>융합기가 다른 것들과 견주어 조절할 맵과 그 coadapter 파일입니다.</translation>
    </message>
    <message>
        <source>A network that turns a picture&apos;s style into words of its own (T2I-Adapter).</source>
        <translation>그림의 화풍을 고유한 낱말로 바꾸는 신경망입니다(T2I-Adapter).</translation>
    </message>
    <message>
        <source>A picture&apos;s style with its coadapter file, to be weighed by the fuser.</source>
        <translation>융합기가 조절할 그림의 화풍과 그 coadapter 파일입니다.</translation>
    </message>
    <message>
        <source>Apply CoAdapter</source>
        <translation>CoAdapter 적용</translation>
    </message>
    <message>
        <source>Apply style</source>
        <translation>화풍 적용</translation>
    </message>
    <message>
        <source>Average over the picture</source>
        <translation>그림 전체로 평균</translation>
    </message>
    <message>
        <source>CoAdapter fuser</source>
        <translation>CoAdapter 융합기</translation>
    </message>
    <message>
        <source>CoAdapter map</source>
        <translation>CoAdapter 맵</translation>
    </message>
    <message>
        <source>CoAdapter style</source>
        <translation>CoAdapter 화풍</translation>
    </message>
    <message>
        <source>For ControlNet Shuffle: its effect is averaged over the picture, and acts with the prompt alone. auto: as the network&apos;s config says; single files have none.</source>
        <translation>ControlNet Shuffle용: 효과를 그림 전체로 평균 내고 프롬프트가 있는 쪽에만 작용합니다. auto: 신경망의 설정을 따르며, 단일 파일에는 설정이 없습니다.</translation>
    </message>
    <message>
        <source>Style adapter</source>
        <translation>화풍 어댑터</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>작업</translation>
    </message>
    <message>
        <source>The network that follows a map: edges, depth, a pose. Its kind comes from the file. A file of differences from its base model needs that model wired to it.</source>
        <translation>맵(윤곽, 깊이, 자세)을 따르는 신경망입니다. 종류는 파일에서 알아냅니다. 기본 모델과의 차이를 담은 파일은 그 모델을 연결해야 합니다.</translation>
    </message>
    <message>
        <source>The network that weighs several T2I-Adapters and a style against one another.</source>
        <translation>여러 T2I-Adapter와 화풍을 서로 견주어 조절하는 신경망입니다.</translation>
    </message>
    <message>
        <source>The style of a picture, as a few tokens behind the prompt&apos;s (T2I-Adapter).</source>
        <translation>그림의 화풍을 프롬프트 뒤에 붙는 몇 개의 토큰으로 씁니다(T2I-Adapter).</translation>
    </message>
    <message>
        <source>Weighs maps and a style against one another. Works with the coadapter-… files only.</source>
        <translation>맵들과 화풍을 서로 견주어 조절합니다. coadapter-… 파일에만 작동합니다.</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>가중치</translation>
    </message>
    <message>
        <source>What the adapter reads. auto: as its file&apos;s name says, coadapter-canny-…</source>
        <translation>어댑터가 읽는 것입니다. auto: 파일 이름을 따릅니다(coadapter-canny-…).</translation>
    </message>
    <message>
        <source>coadapter</source>
        <translation>CoAdapter</translation>
    </message>
    <message>
        <source>condition</source>
        <translation>조건</translation>
    </message>
    <message>
        <source>style adapter</source>
        <translation>화풍 어댑터</translation>
    </message>
    <message>
        <source>Any of seven kinds of map, and a picture for content and style, through one network. The picture needs CLIP ViT-L/14.</source>
        <translation>일곱 가지 맵 중 어느 것이든, 그리고 내용과 화풍을 위한 그림을 하나의 신경망으로 씁니다. 그림에는 CLIP ViT-L/14가 필요합니다.</translation>
    </message>
    <message>
        <source>Apply Uni-ControlNet</source>
        <translation>Uni-ControlNet 적용</translation>
    </message>
    <message>
        <source>Fit of the maps</source>
        <translation>맵 맞춤</translation>
    </message>
    <message>
        <source>One network for seven kinds of map and for a picture.</source>
        <translation>일곱 가지 맵과 그림을 위한 하나의 신경망입니다.</translation>
    </message>
    <message>
        <source>Strength of the picture</source>
        <translation>그림의 강도</translation>
    </message>
    <message>
        <source>Uni-ControlNet</source>
        <translation>Uni-ControlNet</translation>
    </message>
    <message>
        <source>canny</source>
        <translation>canny(윤곽)</translation>
    </message>
    <message>
        <source>hed</source>
        <translation>hed(부드러운 윤곽)</translation>
    </message>
    <message>
        <source>midas</source>
        <translation>midas(깊이)</translation>
    </message>
    <message>
        <source>mlsd</source>
        <translation>mlsd(직선)</translation>
    </message>
    <message>
        <source>openpose</source>
        <translation>openpose(자세)</translation>
    </message>
    <message>
        <source>seg</source>
        <translation>seg(영역)</translation>
    </message>
    <message>
        <source>sketch</source>
        <translation>sketch(스케치)</translation>
    </message>
    <message>
        <source>uni control</source>
        <translation>Uni-ControlNet</translation>
    </message>
    <message>
        <source>Add at the bottom</source>
        <translation>아래에 추가</translation>
    </message>
    <message>
        <source>Add at the left</source>
        <translation>왼쪽에 추가</translation>
    </message>
    <message>
        <source>Add at the right</source>
        <translation>오른쪽에 추가</translation>
    </message>
    <message>
        <source>Add at the top</source>
        <translation>위에 추가</translation>
    </message>
    <message>
        <source>As #rrggbb.</source>
        <translation>#rrggbb 형식.</translation>
    </message>
    <message>
        <source>Brings mean and spread of the new colours to those of the surroundings (Reinhard, in L*a*b*).</source>
        <translation>새 색의 평균과 퍼짐을 주변의 색에 맞춥니다(Reinhard, L*a*b*).</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>색</translation>
    </message>
    <message>
        <source>Cuts out what is worked on, fills the hole and keeps the original for &apos;Finish repaint&apos;. White in the mask is made new; new sides are, too.</source>
        <translation>작업할 부분을 잘라 내고 구멍을 채우며, 원본은 &apos;다시 칠하기 마무리&apos;를 위해 남겨 둡니다. 마스크의 흰 곳과 새로 늘린 쪽이 새로 만들어집니다.</translation>
    </message>
    <message>
        <source>Drop specks below</source>
        <translation>이보다 작은 점 지우기</translation>
    </message>
    <message>
        <source>Edit mask</source>
        <translation>마스크 편집</translation>
    </message>
    <message>
        <source>Facts of the repaint</source>
        <translation>다시 칠하기의 기록</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>가장자리 흐림</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>구멍 메우기</translation>
    </message>
    <message>
        <source>Fill the hole with</source>
        <translation>구멍을 채울 것</translation>
    </message>
    <message>
        <source>Finish repaint</source>
        <translation>다시 칠하기 마무리</translation>
    </message>
    <message>
        <source>Grey masks</source>
        <translation>회색 마스크</translation>
    </message>
    <message>
        <source>Grey says how much</source>
        <translation>회색은 바뀌는 정도</translation>
    </message>
    <message>
        <source>Grey says how much changes (differential diffusion): each place joins at its own step. Off: the mask is cut at one half.</source>
        <translation>회색은 얼마나 바뀌는지를 뜻합니다(차등 확산). 자리마다 다른 단계에서 합류합니다. 끄면 마스크를 절반에서 나눕니다.</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>넓히기</translation>
    </message>
    <message>
        <source>Grow mask</source>
        <translation>마스크 넓히기</translation>
    </message>
    <message>
        <source>Hole, for repainting models</source>
        <translation>구멍(다시 칠하기용 모델)</translation>
    </message>
    <message>
        <source>How many steps a strength keeps: diffusers int(steps x strength); automatic1111 one more; ldm as many, from noise of one step earlier.</source>
        <translation>강도가 남기는 단계 수: diffusers는 int(단계 x 강도), automatic1111은 하나 더, ldm은 같은 수를 한 단계 앞의 노이즈에서.</translation>
    </message>
    <message>
        <source>Invert mask</source>
        <translation>마스크 반전</translation>
    </message>
    <message>
        <source>Keeps the mask&apos;s grey for the sampler&apos;s &apos;Grey masks&apos;; else it is cut at half.</source>
        <translation>샘플러의 &apos;회색 마스크&apos;를 위해 마스크의 회색을 남깁니다. 아니면 절반에서 나눕니다.</translation>
    </message>
    <message>
        <source>Kept part</source>
        <translation>남는 부분</translation>
    </message>
    <message>
        <source>Make new where white</source>
        <translation>흰 곳을 새로 만들기</translation>
    </message>
    <message>
        <source>Makes a mask of a picture&apos;s brightness, its transparency or one of its colours, and changes it: first invert, then specks, holes, size, softness, and last the other mask.</source>
        <translation>그림의 밝기, 투명도 또는 한 가지 색으로 마스크를 만들고 고칩니다. 반전, 점, 구멍, 크기, 흐림의 차례이고 다른 마스크는 마지막입니다.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>여백</translation>
    </message>
    <message>
        <source>Match colours</source>
        <translation>색 맞추기</translation>
    </message>
    <message>
        <source>Model, for its size</source>
        <translation>모델(크기 때문에)</translation>
    </message>
    <message>
        <source>Only the masked part</source>
        <translation>마스크 부분만</translation>
    </message>
    <message>
        <source>Other mask</source>
        <translation>다른 마스크</translation>
    </message>
    <message>
        <source>Pixels on both sides of the mask&apos;s edge over which old and new blend.</source>
        <translation>마스크 가장자리 양쪽에서 옛 그림과 새 그림이 섞이는 픽셀 수.</translation>
    </message>
    <message>
        <source>Prepare repaint</source>
        <translation>다시 칠하기 준비</translation>
    </message>
    <message>
        <source>Scales what was made back and pastes it over the original. Outside the feathered mask every pixel keeps the original&apos;s bits; the saved file says how many did not: 0.</source>
        <translation>만든 것을 원래 크기로 되돌려 원본 위에 붙입니다. 흐린 마스크 밖의 픽셀은 모두 원본의 비트를 지킵니다. 저장한 파일에 지키지 못한 수가 적힙니다: 0.</translation>
    </message>
    <message>
        <source>Seed of the fill</source>
        <translation>채우기의 시드</translation>
    </message>
    <message>
        <source>Size worked at</source>
        <translation>작업 크기</translation>
    </message>
    <message>
        <source>Strength counts as</source>
        <translation>강도를 세는 방식</translation>
    </message>
    <message>
        <source>The side of the masked part in pixels; 0: the model&apos;s own.</source>
        <translation>마스크 부분의 한 변(픽셀). 0이면 모델 본래의 크기.</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>허용 오차</translation>
    </message>
    <message>
        <source>White is</source>
        <translation>흰색이 뜻하는 것</translation>
    </message>
    <message>
        <source>Works on the mask&apos;s box alone, at the model&apos;s size, and pastes it back.</source>
        <translation>마스크를 둘러싼 상자만 모델의 크기로 작업해 도로 붙입니다.</translation>
    </message>
    <message>
        <source>facts</source>
        <translation>기록</translation>
    </message>
    <message>
        <source>repaint</source>
        <translation>다시 칠하기</translation>
    </message>
    <message>
        <source>surroundings</source>
        <translation>주변</translation>
    </message>
    <message>
        <source>Above 1 darkens what is between near and far, below 1 lightens it.</source>
        <translation>1보다 크면 가까운 곳과 먼 곳 사이가 어두워지고, 작으면 밝아집니다.</translation>
    </message>
    <message>
        <source>An illustration&apos;s lines as a network draws them (netG.pth), white on black, for ControlNet lineart_anime.</source>
        <translation>신경망(netG.pth)이 그린 일러스트의 선. 검은 바탕에 흰 선, ControlNet lineart_anime용.</translation>
    </message>
    <message>
        <source>Anime line art</source>
        <translation>애니메이션 라인 아트</translation>
    </message>
    <message>
        <source>Black below</source>
        <translation>이 값보다 약하면 검게</translation>
    </message>
    <message>
        <source>Coarse</source>
        <translation>거칠게</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>곡선</translation>
    </message>
    <message>
        <source>Depth (MiDaS)</source>
        <translation>깊이(MiDaS)</translation>
    </message>
    <message>
        <source>Depth as a network sees it (dpt_hybrid-midas-501f0c75.pt), near in white, for ControlNet depth.</source>
        <translation>신경망(dpt_hybrid-midas-501f0c75.pt)이 본 깊이. 가까운 곳이 희며, ControlNet depth용.</translation>
    </message>
    <message>
        <source>Fine outlines as a network sees them (table5_pidinet.pth), for ControlNet softedge and T2I-Adapter sketch.</source>
        <translation>신경망(table5_pidinet.pth)이 본 섬세한 윤곽. ControlNet softedge와 T2I-Adapter sketch용.</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>형태</translation>
    </message>
    <message>
        <source>HED edges</source>
        <translation>HED 윤곽선</translation>
    </message>
    <message>
        <source>Its file, of lllyasviel/Annotators. Empty: it is looked for in the folder &quot;annotators&quot; of your models.</source>
        <translation>lllyasviel/Annotators의 파일. 비우면 모델 폴더의 &quot;annotators&quot;에서 찾습니다.</translation>
    </message>
    <message>
        <source>Joint threshold</source>
        <translation>관절 문턱값</translation>
    </message>
    <message>
        <source>Limb threshold</source>
        <translation>팔다리 문턱값</translation>
    </message>
    <message>
        <source>Line art</source>
        <translation>라인 아트</translation>
    </message>
    <message>
        <source>Lines as a network draws them (sk_model.pth; coarse: sk_model2.pth), white on black, for ControlNet lineart.</source>
        <translation>신경망(sk_model.pth, 거칠게: sk_model2.pth)이 그린 선. 검은 바탕에 흰 선, ControlNet lineart용.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>신경망</translation>
    </message>
    <message>
        <source>Normals (MiDaS)</source>
        <translation>법선(MiDaS)</translation>
    </message>
    <message>
        <source>PiDiNet edges</source>
        <translation>PiDiNet 윤곽선</translation>
    </message>
    <message>
        <source>Pose (OpenPose)</source>
        <translation>포즈(OpenPose)</translation>
    </message>
    <message>
        <source>Soft outlines as a network sees them (ControlNetHED.pth), for ControlNet softedge and scribble.</source>
        <translation>신경망(ControlNetHED.pth)이 본 부드러운 윤곽. ControlNet softedge와 scribble용.</translation>
    </message>
    <message>
        <source>The direction of surfaces, from depth as a network sees it (dpt_hybrid-midas-501f0c75.pt), for ControlNet normal.</source>
        <translation>신경망(dpt_hybrid-midas-501f0c75.pt)이 본 깊이로 만든 면의 방향. ControlNet normal용.</translation>
    </message>
    <message>
        <source>The people of a picture as a network sees them (body_pose_model.pth), for ControlNet openpose. The pose can be wired to a Pose node.</source>
        <translation>신경망(body_pose_model.pth)이 그림에서 본 사람들. ControlNet openpose용. 포즈는 포즈 노드에 연결할 수 있습니다.</translation>
    </message>
    <message>
        <source>What is darker than this share of white becomes black.</source>
        <translation>흰색의 이 비율보다 어두운 곳은 검게 됩니다.</translation>
    </message>
    <message>
        <source>pose</source>
        <translation>포즈</translation>
    </message>
    <message>
        <source>soft: for ControlNet softedge. safe: three levels, which hide shading. lines: black and white, for T2I-Adapter sketch. scribble: as if drawn by hand, for ControlNet scribble.</source>
        <translation>soft: ControlNet softedge용. safe: 음영을 숨기는 세 단계. lines: 흑백, T2I-Adapter sketch용. scribble: 손으로 그린 듯하게, ControlNet scribble용.</translation>
    </message>
    <message>
        <source>Any fine-tune as a repainting model, which sees the mask and the picture around it: the difference of sd-v1-5-inpainting from its base is added to it.</source>
        <translation>어떤 파인튜닝 모델이든 마스크와 주변 그림을 보는 다시 칠하기 모델로 만듭니다. sd-v1-5-inpainting과 그 바탕 모델의 차이를 더합니다.</translation>
    </message>
    <message>
        <source>Its base</source>
        <translation>그 바탕 모델</translation>
    </message>
    <message>
        <source>Made to repaint</source>
        <translation>다시 칠하기용으로 만들기</translation>
    </message>
    <message>
        <source>Repainting model</source>
        <translation>다시 칠하기 모델</translation>
    </message>
    <message>
        <source>The model that the repainting model was trained from: v1-5-pruned.</source>
        <translation>다시 칠하기 모델을 학습할 때의 바탕 모델: v1-5-pruned.</translation>
    </message>
    <message>
        <source>Where what stays is put back: into the picture after each step (diffusers), or into each estimate (k-diffusion, as AUTOMATIC1111 and ComfyUI). soft: into each estimate by the mask&apos;s grey, less of it the later the step (AUTOMATIC1111&apos;s soft inpainting).</source>
        <translation>남는 부분을 되돌리는 곳: 각 단계 뒤의 그림(diffusers) 또는 각 추정(k-diffusion, AUTOMATIC1111과 ComfyUI처럼). soft: 마스크의 회색만큼 각 추정에, 단계가 뒤로 갈수록 더 적게(AUTOMATIC1111의 소프트 인페인팅).</translation>
    </message>
    <message>
        <source>Cut to the repaint</source>
        <translation>다시 그릴 부분으로 자르기</translation>
    </message>
    <message>
        <source>Cuts a mask or a map of the whole picture as &apos;Prepare repaint&apos; cut the picture, so that it lies where it belongs when only the masked part is made.</source>
        <translation>전체 그림의 마스크나 맵을 &apos;다시 그리기 준비&apos;가 그림을 자른 대로 자릅니다. 그래서 마스크된 부분만 만들 때도 제자리에 놓입니다.</translation>
    </message>
    <message>
        <source>0: all from there to the last.</source>
        <translation>0이면 거기서 마지막까지 모두입니다.</translation>
    </message>
    <message>
        <source>A part of their names: down, mid, up_blocks.1. Empty: the mean of all.</source>
        <translation>이름의 일부: down, mid, up_blocks.1. 비우면 전체 평균입니다.</translation>
    </message>
    <message>
        <source>A safetensors file with the maps of words and references, by layer, by step and of all, in the output folder.</source>
        <translation>낱말과 참조의 맵을 층별, 단계별, 전체로 담은 safetensors 파일을 출력 폴더에 씁니다.</translation>
    </message>
    <message>
        <source>First step</source>
        <translation>첫 단계</translation>
    </message>
    <message>
        <source>Keep attention</source>
        <translation>어텐션 보관</translation>
    </message>
    <message>
        <source>Keeps what each place looked at: which words, which tokens of each reference. The picture stays the same; it takes memory, and each change starts at the first step.</source>
        <translation>자리마다 무엇을 보았는지(어느 낱말, 참조의 어느 토큰) 보관합니다. 그림은 그대로이고, 메모리를 쓰며, 바꿀 때마다 첫 단계부터 시작합니다.</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>층</translation>
    </message>
    <message>
        <source>Light where a word was looked at, or where a reference acted, while the picture was made. Needs &quot;Keep attention&quot; at the sampler.</source>
        <translation>그림을 만드는 동안 낱말을 본 곳이나 참조가 쓰인 곳을 밝힙니다. 샘플러의 &quot;어텐션 보관&quot;을 켜야 합니다.</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>참조</translation>
    </message>
    <message>
        <source>Save attention</source>
        <translation>어텐션 저장</translation>
    </message>
    <message>
        <source>Shows</source>
        <translation>보여 줄 것</translation>
    </message>
    <message>
        <source>Token of it</source>
        <translation>그중 토큰</translation>
    </message>
    <message>
        <source>What shaped it</source>
        <translation>무엇이 만들었나</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>어텐션</translation>
    </message>
</context>
<context>
    <name>panels</name>
    <message>
        <source>Library</source>
        <translation>라이브러리</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>라이브</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>인스펙터</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>도움말</translation>
    </message>
    <message>
        <source>Film strip</source>
        <translation>필름 스트립</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>대기열</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>기록</translation>
    </message>
</context>
<context>
    <name>quick_fix</name>
    <message>
        <source>Choose file…</source>
        <translation>파일 고르기…</translation>
    </message>
    <message>
        <source>Use Bobbin</source>
        <translation>Bobbin 쓰기</translation>
    </message>
    <message>
        <source>Run on the CPU</source>
        <translation>CPU에서 실행</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>설정 열기</translation>
    </message>
    <message>
        <source>Show the log</source>
        <translation>로그 보기</translation>
    </message>
    <message>
        <source>Use an annotator without a network</source>
        <translation>신경망 없는 주석기 사용</translation>
    </message>
</context>
<context>
    <name>starters</name>
    <message>
        <source>A picture from words</source>
        <translation>문장으로 만드는 그림</translation>
    </message>
    <message>
        <source>A sentence, a sampler, a picture: the shortest graph there is.</source>
        <translation>문장, 샘플러, 그림: 가장 짧은 그래프.</translation>
    </message>
    <message>
        <source>Words and a picture</source>
        <translation>문장과 그림</translation>
    </message>
    <message>
        <source>A reference picture beside the sentence; λ sets how strongly it acts.</source>
        <translation>참조 그림이 문장 곁에서 말합니다. 얼마나 크게 말할지는 λ가 정합니다.</translation>
    </message>
    <message>
        <source>A picture alone</source>
        <translation>그림만으로</translation>
    </message>
    <message>
        <source>No words: a reference picture alone.</source>
        <translation>문장 없이 참조 그림이 모두 말합니다.</translation>
    </message>
    <message>
        <source>Two references</source>
        <translation>참조 그림 둘</translation>
    </message>
    <message>
        <source>Two pictures, each with its own λ, in one result.</source>
        <translation>그림 두 장이 저마다의 λ로 한 결과에 담깁니다.</translation>
    </message>
    <message>
        <source>Style only, layout only</source>
        <translation>화풍만, 구도만</translation>
    </message>
    <message>
        <source>The same reference twice: one λ on the layers of colour, one on those of shape.</source>
        <translation>같은 참조를 두 번: 색을 맡은 층의 λ와 모양을 맡은 층의 λ.</translation>
    </message>
    <message>
        <source>A reference that eases in</source>
        <translation>서서히 들어오는 참조</translation>
    </message>
    <message>
        <source>λ rises from step to step: words lay the picture out, the reference colours it.</source>
        <translation>λ가 단계마다 커집니다. 문장이 구도를 잡고 참조가 색을 입힙니다.</translation>
    </message>
    <message>
        <source>Variation of a picture</source>
        <translation>그림의 변주</translation>
    </message>
    <message>
        <source>Starts from a picture instead of noise; strength says how much may change.</source>
        <translation>노이즈 대신 그림에서 시작합니다. 얼마나 바뀌어도 되는지는 세기가 정합니다.</translation>
    </message>
    <message>
        <source>A little and a lot</source>
        <translation>조금 그리고 많이</translation>
    </message>
    <message>
        <source>The same noise with a small and a large λ, side by side.</source>
        <translation>같은 노이즈를 작은 λ와 큰 λ로 나란히.</translation>
    </message>
    <message>
        <source>Adapter</source>
        <translation>어댑터</translation>
    </message>
    <message>
        <source>Decode</source>
        <translation>디코드</translation>
    </message>
    <message>
        <source>Image encoder</source>
        <translation>이미지 인코더</translation>
    </message>
    <message>
        <source>First</source>
        <translation>첫째</translation>
    </message>
    <message>
        <source>First reference</source>
        <translation>첫째 참조</translation>
    </message>
    <message>
        <source>Image prompt</source>
        <translation>이미지 프롬프트</translation>
    </message>
    <message>
        <source>Layout only</source>
        <translation>구도만</translation>
    </message>
    <message>
        <source>Little</source>
        <translation>조금</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Much</source>
        <translation>많이</translation>
    </message>
    <message>
        <source>Not this</source>
        <translation>빼고 싶은 것</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>참조</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>샘플러</translation>
    </message>
    <message>
        <source>Sampler, layout</source>
        <translation>샘플러, 구도</translation>
    </message>
    <message>
        <source>Sampler, little</source>
        <translation>샘플러, 조금</translation>
    </message>
    <message>
        <source>Sampler, much</source>
        <translation>샘플러, 많이</translation>
    </message>
    <message>
        <source>Sampler, style</source>
        <translation>샘플러, 화풍</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>Second</source>
        <translation>둘째</translation>
    </message>
    <message>
        <source>Second reference</source>
        <translation>둘째 참조</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>출발점</translation>
    </message>
    <message>
        <source>Style only</source>
        <translation>화풍만</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>문장</translation>
    </message>
    <message>
        <source>Words for the layout</source>
        <translation>구도의 문장</translation>
    </message>
    <message>
        <source>Words for the style</source>
        <translation>화풍의 문장</translation>
    </message>
    <message>
        <source>One sentence, three styles</source>
        <translation>한 문장, 세 가지 화풍</translation>
    </message>
    <message>
        <source>The same words and the same noise through Bobbin and two of its styles, which are LoRA.</source>
        <translation>같은 문장과 같은 노이즈를 Bobbin과 그 두 화풍(LoRA)으로 그립니다.</translation>
    </message>
    <message>
        <source>Bobbin</source>
        <translation>Bobbin</translation>
    </message>
    <message>
        <source>Ink</source>
        <translation>잉크</translation>
    </message>
    <message>
        <source>Pastel</source>
        <translation>파스텔</translation>
    </message>
    <message>
        <source>Edges and a picture</source>
        <translation>윤곽선과 그림</translation>
    </message>
    <message>
        <source>The outlines of one picture by a ControlNet, the look of another, and a word.</source>
        <translation>한 그림의 윤곽선(ControlNet)에 다른 그림의 느낌과 낱말 하나를 더합니다.</translation>
    </message>
    <message>
        <source>ControlNet</source>
        <translation>ControlNet</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>윤곽선</translation>
    </message>
    <message>
        <source>Follow the edges</source>
        <translation>윤곽선 따르기</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>모양</translation>
    </message>
    <message>
        <source>Global beside plus</source>
        <translation>기본 어댑터와 플러스 나란히</translation>
    </message>
    <message>
        <source>The same reference and noise through two adapters: one picture as 4 words, one as 16.</source>
        <translation>같은 참고 그림과 같은 노이즈를 두 어댑터로: 하나는 그림을 낱말 4개로, 하나는 16개로 전합니다.</translation>
    </message>
    <message>
        <source>Global</source>
        <translation>기본</translation>
    </message>
    <message>
        <source>Plus</source>
        <translation>플러스</translation>
    </message>
    <message>
        <source>Sampler, global</source>
        <translation>샘플러, 기본</translation>
    </message>
    <message>
        <source>Sampler, plus</source>
        <translation>샘플러, 플러스</translation>
    </message>
    <message>
        <source>In this depth</source>
        <translation>이 깊이로</translation>
    </message>
    <message>
        <source>A picture of depth, near in white, says what is where; the words say what it is.</source>
        <translation>가까운 곳이 흰 깊이 그림이 무엇이 어디에 있는지를, 말이 그것이 무엇인지를 정합니다.</translation>
    </message>
    <message>
        <source>In these colours</source>
        <translation>이 색으로</translation>
    </message>
    <message>
        <source>Large squares of a picture&apos;s colours to start from; the words say what becomes of them.</source>
        <translation>그림의 색을 큰 네모로 나눈 것에서 시작하고, 말이 그것이 무엇이 될지를 정합니다.</translation>
    </message>
    <message>
        <source>Colours of</source>
        <translation>색을 가져올 그림</translation>
    </message>
    <message>
        <source>Depth map</source>
        <translation>깊이 맵</translation>
    </message>
    <message>
        <source>Follow the depth</source>
        <translation>깊이 따르기</translation>
    </message>
    <message>
        <source>In this pose</source>
        <translation>이 자세로</translation>
    </message>
    <message>
        <source>A skeleton that you drag in the inspector; the words say who stands so.</source>
        <translation>인스펙터에서 끌어 움직이는 뼈대. 누가 그렇게 서 있는지는 말이 정합니다.</translation>
    </message>
    <message>
        <source>Follow the pose</source>
        <translation>자세 따르기</translation>
    </message>
    <message>
        <source>Pose</source>
        <translation>자세</translation>
    </message>
    <message>
        <source>What shaped it</source>
        <translation>무엇이 만들었나</translation>
    </message>
    <message>
        <source>Light where a word was looked at, and where the reference landed.</source>
        <translation>낱말을 본 곳과 참조가 쓰인 곳을 밝게 보여 줍니다.</translation>
    </message>
    <message>
        <source>Where the reference landed</source>
        <translation>참조가 쓰인 곳</translation>
    </message>
    <message>
        <source>Where the word acted</source>
        <translation>낱말이 쓰인 곳</translation>
    </message>
</context>
<context>
    <name>studio</name>
    <message>
        <source>Compose pictures with diffusion models.</source>
        <translation>확산 모델로 그림을 만듭니다.</translation>
    </message>
    <message>
        <source>The engine to start, for example &quot;ssh host heddle engine --stdio&quot;.</source>
        <translation>시작할 엔진. 예: &quot;ssh host heddle engine --stdio&quot;.</translation>
    </message>
    <message>
        <source>The settings file.</source>
        <translation>설정 파일.</translation>
    </message>
    <message>
        <source>The folder for journals and results.</source>
        <translation>저널과 결과를 둘 폴더.</translation>
    </message>
    <message>
        <source>en or ko.</source>
        <translation>en 또는 ko.</translation>
    </message>
    <message>
        <source>A project, a graph or a picture to open.</source>
        <translation>열 프로젝트, 그래프 또는 그림.</translation>
    </message>
    <message>
        <source>Earlier pictures cannot be listed: %1</source>
        <translation>이전 그림을 보여 줄 수 없습니다: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 Rebuilding it from %n image(s).</source>
        <translation>
            <numerusform>%1 그림 %n장으로 새로 만듭니다.</numerusform>
        </translation>
    </message>
</context>
</TS>
