// What Swift can't reach in libedit by itself: `el_wset` and `el_wget` are variadic, which Swift doesn't
// call, and the standard streams are mutable globals, which Swift 6 refuses. One inline function a use keeps
// every argument typed.
#ifndef FOVEA_CEDITLINE_SHIM_H
#define FOVEA_CEDITLINE_SHIM_H

#include <histedit.h>
#include <locale.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <wchar.h>

/// A function bound to a key: takes the key, returns one of the CC_ codes.
typedef unsigned char (*fovea_key_function)(EditLine *, wint_t);
typedef wchar_t *(*fovea_prompt_function)(EditLine *);

static inline FILE *fovea_stdin(void) { return stdin; }
static inline FILE *fovea_stdout(void) { return stdout; }
static inline FILE *fovea_stderr(void) { return stderr; }

/// The prompt; `marker` stands around parts that move no cursor (colours).
static inline int fovea_set_prompt(EditLine *editor, fovea_prompt_function prompt, wchar_t marker) {
  return el_wset(editor, EL_PROMPT_ESC, prompt, marker);
}

static inline int fovea_set_editor(EditLine *editor, const wchar_t *name) {
  return el_wset(editor, EL_EDITOR, name);
}

/// Whether the keys are those of vi: 1 or 0.
static inline int fovea_is_vi(EditLine *editor) {
  const wchar_t *name = NULL;
  return el_wget(editor, EL_EDITOR, &name) == 0 && name != NULL && name[0] == L'v';
}

static inline int fovea_set_handles_signals(EditLine *editor, int yes) {
  return el_wset(editor, EL_SIGNAL, yes);
}

/// libedit keeps `name` and `help` as they are: both must live as long as the editor.
static inline int fovea_add_function(
    EditLine *editor, const wchar_t *name, const wchar_t *help, fovea_key_function function) {
  return el_wset(editor, EL_ADDFN, name, help, function);
}

static inline int fovea_bind(EditLine *editor, const wchar_t *key, const wchar_t *function) {
  return el_wset(editor, EL_BIND, key, function, NULL);
}

/// Binds in the other map: the command mode of vi.
static inline int fovea_bind_alternative(EditLine *editor, const wchar_t *key, const wchar_t *function) {
  return el_wset(editor, EL_BIND, L"-a", key, function, NULL);
}

static inline int fovea_find_nothing(void *history, HistEventW *event, int operation, ...) {
  (void)history, (void)event, (void)operation;
  return -1;
}

/// The history is ours, and libedit has none; but its vi-history-word ("_" in the command mode of vi) asks it
/// all the same, and would call a function at address 0.
static inline int fovea_set_no_history(EditLine *editor) {
  return el_wset(editor, EL_HIST, fovea_find_nothing, NULL);
}

static inline int fovea_set_reader(EditLine *editor, el_rfunc_t reader) {
  return el_wset(editor, EL_GETCFN, reader);
}

static inline int fovea_set_owner(EditLine *editor, void *owner) {
  return el_wset(editor, EL_CLIENTDATA, owner);
}

static inline void *fovea_owner(EditLine *editor) {
  void *owner = NULL;
  return el_wget(editor, EL_CLIENTDATA, &owner) == 0 ? owner : NULL;
}

/// Between two entries too, keys are neither shown nor taken by the terminal's own line editing.
static inline int fovea_keep_keys(EditLine *editor) {
  return el_wset(editor, EL_SETTY, L"-x", L"-icanon", L"-echo", NULL);
}

/// While a line is edited, the key that stops a job (Ctrl-Z) is read like any other.
static inline int fovea_read_stop_key(EditLine *editor) {
  return el_wset(editor, EL_SETTY, L"-d", L"susp=", NULL);
}

/// Raw mode on (1) or off (0).
static inline int fovea_set_raw(EditLine *editor, int yes) { return el_wset(editor, EL_PREP_TERM, yes); }

/// Draws prompt and text anew from where the cursor of the terminal is.
static inline int fovea_refresh(EditLine *editor) { return el_wset(editor, EL_REFRESH); }

/// wcwidth is hidden without _XOPEN_SOURCE, which a shim comes too late to define.
int wcwidth(wchar_t character);
static inline int fovea_width(wchar_t character) { return wcwidth(character); }

static inline int fovea_window_size(int descriptor, struct winsize *size) {
  return ioctl(descriptor, TIOCGWINSZ, size);
}

#endif
