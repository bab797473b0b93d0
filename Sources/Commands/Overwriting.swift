internal import Declarations
internal import Runtime

/// What happens to a file that is at the place where a command writes.
enum Overwriting {
  /// Of every verb that writes a file.
  static let parameter = Parameter.option(
    "overwrite", .boolean, default: .boolean(true), "no refuses to write over a file that is there")
}

extension KnownWorkspace {
  /// With overwrite=no: that no file is where the command writes.
  func requireFreePlace(_ command: BoundCommand, _ parameter: String = "file") throws {
    guard refusesToOverwrite, command.arguments.given.contains(Overwriting.parameter.name),
      command.arguments.isKnown(Overwriting.parameter.name),
      !command.arguments.flag(Overwriting.parameter.name),
      let path = command.arguments.optionalText(parameter),
      FileNames.exists(path) || written[FileNames.standardized(path)]?.isCertain == true
    else { return }
    throw CommandFailure(
      "there is a file '\(path)' already.",
      hint: "Name another file, or leave 'overwrite=no' out to write over it.",
      argument: parameter)
  }
}

extension Shell {
  /// The end of what is said of a file that is about to be written: that it takes the place of another. A
  /// notebook, which writes its files anew each time, says the same each time.
  func replacing(_ path: String) -> String {
    context.keepsDrawings ? "" : FileNames.replacing(destination(of: path))
  }
}

extension FileNames {
  /// The end of what is said of a file that is about to be written.
  static func replacing(_ path: String) -> String {
    exists(path) ? ", in place of the file that was there" : ""
  }
}
