internal import CEditline
internal import Glibc

/// The locale of characters; numbers stay those of the C locale, or results would depend on where they are
/// written.
enum LocaleSetup {
  /// Lets libedit and `wcwidth` read UTF-8: the person's own locale, or C.UTF-8 where that isn't one of
  /// UTF-8.
  ///
  /// LC_ALL=C must not cost a person the letters that they type. LC_NUMERIC is never touched.
  static func useUTF8() {
    let own = setlocale(LC_CTYPE, "") != nil
    if own, let set = nl_langinfo(Int32(CODESET)), String(cString: set).uppercased() == "UTF-8" { return }
    for name in ["C.UTF-8", "C.utf8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil { return }
  }

  /// Whether the variables name a locale of UTF-8: LC_ALL before LC_CTYPE before LANG, an empty one counts as
  /// unset.
  static func namesUTF8(_ environment: (String) -> String?) -> Bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment(name), !value.isEmpty else { continue }
      let upper = value.uppercased()
      return upper.contains("UTF-8") || upper.contains("UTF8")
    }
    return false
  }
}
