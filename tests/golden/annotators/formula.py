"""Numbers that a formula makes, the same as tests/support/formula.h does."""
import numpy


def mixed(x):
    """A hash of 32 bits (lowbias32)."""
    x = x ^ (x >> numpy.uint64(16))
    x = (x * numpy.uint64(0x7FEB352D)) & numpy.uint64(0xFFFFFFFF)
    x = x ^ (x >> numpy.uint64(15))
    x = (x * numpy.uint64(0x846CA68B)) & numpy.uint64(0xFFFFFFFF)
    return x ^ (x >> numpy.uint64(16))


def numbers(name, count):
    """`count` numbers in [-1, 1) that depend on the name and their place alone."""
    seed = 2166136261
    for byte in name.encode():
        seed = ((seed ^ byte) * 16777619) & 0xFFFFFFFF
    place = (numpy.arange(count, dtype=numpy.uint64) * numpy.uint64(2654435761) + numpy.uint64(seed)) & numpy.uint64(0xFFFFFFFF)
    return mixed(place).astype(numpy.float64) / 2147483648.0 - 1.0
