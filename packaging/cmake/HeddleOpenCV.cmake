# OpenCV's core and imgproc, for core/imaging alone; never imgcodecs, which brings 139 libraries. Where they are not there,
# the annotators are left out (HEDDLE_WITH_OPENCV becomes OFF), and a graph that asks for one is told so.
find_path(HEDDLE_OPENCV_INCLUDE opencv2/imgproc.hpp PATH_SUFFIXES opencv4)
find_library(HEDDLE_OPENCV_CORE opencv_core)
find_library(HEDDLE_OPENCV_IMGPROC opencv_imgproc)
if(HEDDLE_OPENCV_INCLUDE AND HEDDLE_OPENCV_CORE AND HEDDLE_OPENCV_IMGPROC)
  add_library(heddle_opencv INTERFACE)
  target_include_directories(heddle_opencv SYSTEM INTERFACE ${HEDDLE_OPENCV_INCLUDE})
  target_link_libraries(heddle_opencv INTERFACE ${HEDDLE_OPENCV_IMGPROC} ${HEDDLE_OPENCV_CORE})
else()
  message(WARNING "OpenCV (core, imgproc) was not found: the annotators are left out. Debian: libopencv-core-dev libopencv-imgproc-dev")
  set(HEDDLE_WITH_OPENCV OFF)
endif()
