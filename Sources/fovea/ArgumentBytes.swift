/// Arguments as the system hands them over: bytes, of which not all are text.
enum ArgumentBytes {
  /// The first argument that isn't UTF-8, with its other bytes as `<E9>`; nil where all are. Such a name
  /// can't be recorded.
  static var firstThatIsNoText: String? {
    for index in 1..<max(1, Int(CommandLine.argc)) {
      guard let pointer = CommandLine.unsafeArgv[index], String(validatingCString: pointer) == nil else {
        continue
      }
      return shown(UnsafeBufferPointer(start: pointer, count: length(pointer)))
    }
    return nil
  }

  private static func length(_ pointer: UnsafePointer<CChar>) -> Int {
    var count = 0
    while pointer[count] != 0 { count += 1 }
    return count
  }

  private static func shown(_ bytes: UnsafeBufferPointer<CChar>) -> String {
    var text = ""
    for byte in bytes.map(UInt8.init(bitPattern:)) {
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "<" + String(byte, radix: 16, uppercase: true) + ">"
      }
    }
    return text
  }
}
