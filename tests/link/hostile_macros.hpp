// No #pragma once: whoever includes this wants the macros from here on.
//
// Names that headers of real platforms define as macros. A program that includes one of those before rung
// must still compile, so rung uses none of them, or not so that a macro sees it:
// `(std::numeric_limits<T>::max)()`. Here each stands for what no compiler takes; on its platform it may be
// something that compiles and is wrong.
//
// Left out, because the name is good and the macro old, or easily switched off:
//   check, require   a schema's check(event), basic_rule::require; AssertMacros.h of macOS has them on
//   request only forever          instant::forever(); Qt's keyword, which QT_NO_KEYWORDS takes away bit, word
//   Arduino.h, as macros with arguments; used here without

// <windows.h>: minwindef.h, windef.h
#define min(a, b) @min
#define max(a, b) @max
#define near @near
#define far @far
#define NEAR @NEAR
#define FAR @FAR
#define IN @IN
#define OUT @OUT
#define OPTIONAL @OPTIONAL
#define CONST @CONST
#define VOID @VOID
#define TRUE @TRUE
#define FALSE @FALSE
#define STRICT @STRICT
#define CALLBACK @CALLBACK
#define WINAPI @WINAPI
#define APIENTRY @APIENTRY
#define PASCAL @PASCAL
#define pascal @pascal
#define cdecl @cdecl
// winnt.h, winbase.h, winerror.h, winuser.h
#define DELETE @DELETE
#define UNKNOWN @UNKNOWN
#define IGNORE @IGNORE
#define INFINITE @INFINITE
#define NO_ERROR @NO_ERROR
#define Yield() @Yield
#define GetMessage @GetMessage
#define GetObject @GetObject
#define LoadString @LoadString
// wingdi.h
#define ERROR @ERROR
#define ABSOLUTE @ABSOLUTE
#define RELATIVE @RELATIVE
#define DIFFERENCE @DIFFERENCE
#define OPAQUE @OPAQUE
#define TRANSPARENT @TRANSPARENT
// rpcndr.h, combaseapi.h
#define small @small
#define hyper @hyper
#define interface @interface
#define THIS @THIS
#define PURE @PURE

// <X11/X.h>, <X11/Xlib.h>
#define None @None
#define Bool @Bool
#define Status @Status
#define Success @Success
#define Always @Always
#define True @True
#define False @False
#define Above @Above
#define Below @Below
#define Complex @Complex
#define Convex @Convex
#define Unsorted @Unsorted
#define KeyPress @KeyPress
#define FocusIn @FocusIn
#define Expose @Expose

// <AssertMacros.h> of macOS, <objc/objc.h>
#define verify(assertion) @verify
#define YES @YES
#define NO @NO
#define Nil @Nil
#define nil @nil

// <sys/sysmacros.h>, <sys/param.h>, <complex.h>, <curses.h>
#define major(device) @major
#define minor(device) @minor
#define makedev(major, minor) @makedev
#define MIN(a, b) @MIN
#define MAX(a, b) @MAX
#define howmany(a, b) @howmany
#define roundup(a, b) @roundup
#define I @I
#define OK @OK
#define ERR @ERR

// Defined by the compiler itself, or by config.h.
#undef linux
#undef unix
#undef i386
#define linux @linux
#define unix @unix
#define i386 @i386
#define sun @sun
#define VERSION @VERSION
#define PACKAGE @PACKAGE
#define DEBUG @DEBUG
