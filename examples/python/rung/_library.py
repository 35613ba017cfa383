"""The functions of rung/interop/c_abi.hpp, and streams of Arrow by the PyCapsule protocol."""

from __future__ import annotations

import ctypes
import pathlib
import sys
from ctypes import POINTER, c_char_p, c_int, c_int64, c_size_t, c_uint64, c_void_p
from typing import Any


class Error(Exception):
    """What rung says is wrong, as a sentence."""


class ArrowArrayStream(ctypes.Structure):
    _fields_ = [
        ("get_schema", c_void_p),
        ("get_next", c_void_p),
        ("get_last_error", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    ]


class CApplied(ctypes.Structure):
    _fields_ = [
        (name, c_uint64)
        for name in ("events", "applied", "repeated", "conflicts", "refused", "moves")
    ]


_name = {"darwin": "librung.so", "win32": "librung.dll"}.get(sys.platform, "librung.so")
# CDLL, not PyDLL: Python's lock is released during each call.
c = ctypes.CDLL(str(pathlib.Path(__file__).with_name(_name)))


def _declare(name: str, result: Any, *arguments: Any) -> None:
    function = getattr(c, name)
    function.restype = result
    function.argtypes = arguments


_stream = POINTER(ArrowArrayStream)
_declare("rung_version", c_char_p)
_declare("rung_ladder_read", c_void_p, c_char_p, c_size_t)
_declare("rung_ladder_why", c_char_p, c_void_p)
_declare("rung_ladder_text", c_char_p, c_void_p)
_declare("rung_ladder_release", None, c_void_p)
_declare("rung_base_open", c_void_p, c_void_p, c_int)
_declare("rung_base_release", None, c_void_p)
_declare("rung_base_why", c_char_p, c_void_p)
_declare("rung_base_apply", c_int, c_void_p, c_void_p, POINTER(CApplied))
_declare("rung_base_settle", c_int, c_void_p, c_int64, POINTER(c_uint64))
_declare("rung_base_clients", c_int, c_void_p, c_int64, _stream)
_declare("rung_base_table", c_int, c_void_p, c_char_p, _stream)
_declare("rung_base_chart", c_char_p, c_void_p, c_char_p, c_int)
_declare("rung_base_add_states", c_int, c_void_p, c_void_p)
_declare("rung_run", c_int, c_void_p, c_int, c_int64, c_void_p, _stream)
_declare("rung_base_explain", c_char_p, c_void_p, c_char_p, c_size_t, c_int64, c_int)
_declare("rung_base_save", c_void_p, c_void_p, POINTER(c_size_t))
_declare("rung_base_restore", c_int, c_void_p, c_char_p, c_size_t)

_py = ctypes.pythonapi
_py.PyCapsule_New.restype = ctypes.py_object
_py.PyCapsule_New.argtypes = [c_void_p, c_char_p, c_void_p]
_py.PyCapsule_GetPointer.restype = c_void_p
_py.PyCapsule_GetPointer.argtypes = [ctypes.py_object, c_char_p]

# A capsule is looked up by this name, which has to stay.
_NAME = b"arrow_array_stream"

# A capsule is often destroyed while an exception is under way, which Python code would lose: so what destroys it is a
# function of C (librung.cpp).
_declare("rung_python_keep", c_void_p, _stream)
c_void_p.in_dll(c, "rung_python_pointer_of").value = ctypes.cast(_py.PyCapsule_GetPointer, c_void_p).value
_destroy = ctypes.cast(c.rung_python_destroy, c_void_p)


def to_capsule(stream: ArrowArrayStream) -> Any:
    """A capsule for a consumer, who moves the stream out of it."""
    return _py.PyCapsule_New(c.rung_python_keep(stream), _NAME, _destroy)


def stream_of(capsule: Any) -> int:
    """The address of the stream in a producer's capsule, which has to be kept meanwhile."""
    return _py.PyCapsule_GetPointer(capsule, _NAME)
