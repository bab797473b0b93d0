internal import Files
internal import Glibc
public import Runtime

extension RecordError: RecordingFailure {
  public var message: String {
    switch self {
    case .noHome: "there is no folder for sessions: neither XDG_DATA_HOME nor HOME names one from '/'"
    case .folder(let path, let failure): "the folder '\(path)' can't be used for sessions: \(failure.reason)"
    case .creation(let path, let failure): "no session can be created in '\(path)': \(failure.reason)"
    case .writing(let path, let failure): "the session '\(path)' can't be written: \(failure.reason)"
    case .removed(let path): "the session '\(path)' was deleted while it was recorded"
    case .altered(let path): "the session '\(path)' was changed by another program while it was recorded"
    case .reading(let path, let failure): "the session '\(path)' can't be read: \(failure.reason)"
    case .inUse(let path): "the session '\(path)' is being written by another fovea"
    case .notAFile(let path): "'\(path)' is not a file"
    case .tooLarge(let path):
      "'\(path)' has more than \(SessionFile.sizeLimit >> 20) MB, which no session has"
    case .notASession(let name, let firstLine): Self.notASession(name, firstLine)
    case .version(let name, let found):
      "'\(name)' is a session of version "
        + "\(found), and this fovea knows versions 1 to \(SessionHeader.formatVersion)"
    case .header(let name, let line, let found):
      "line \(line) of '\(name)' is no line of a session's header: '\(found)'"
    case .nothingRecorded(let name): "'\(name)' ends inside its header: no command was recorded"
    case .chain(let name, let fault): "'\(name)' was changed after it was recorded: \(fault.message)"
    case .closed(let name): "'\(name)' was closed properly, so there is nothing to resume"
    case .oddName(let path):
      "'\(path)' is no name of a session: nothing but dots stands before '\(SessionFolder.ending)'"
    case .nothingToResume(let folder): "no session in '\(folder)' was cut off"
    }
  }

  /// With what a program ends that was given such a session: 2 where the file isn't there, can't be read or
  /// is none that could be taken, 1 where it is damaged or the disk is in the way.
  public var exitCode: Int32 {
    switch self {
    case .reading, .notAFile, .tooLarge, .notASession, .version, .closed, .oddName, .nothingToResume: 2
    case .noHome, .folder, .creation, .writing, .removed, .altered, .inUse, .header, .nothingRecorded, .chain:
      1
    }
  }

  public var hint: String? {
    switch self {
    case .noHome: "set HOME, or make a folder 'sessions' here"
    case .folder(_, let failure), .creation(_, let failure):
      failure.hint ?? "make a folder 'sessions' here, or use --no-record"
    case .writing(_, let failure):
      (failure.hint.map { $0 + "; " } ?? "") + "the record still holds all commands before this one"
    case .removed, .altered: "what ran isn't recorded any more: begin a new session"
    case .reading: nil
    case .inUse: "leave the other one first, or wait until it is done"
    case .notASession(let name, _) where name.hasSuffix(SessionFolder.ending):
      "a session is a file that begins with '\(SessionHeader.mark)'; a script is run by "
        + "'fovea run \(name)'"
    case .notAFile, .notASession, .tooLarge:
      "a session is a file that begins with '\(SessionHeader.mark)'"
    case .version: "open it with a newer fovea"
    case .header: "restore the file from where it was recorded"
    case .nothingRecorded: "the file can be deleted"
    case .chain(_, let fault): fault.hint
    case .closed: "use 'fovea replay' to run it again, or 'fovea open' to look at it"
    case .oddName: "give the file a name, such as mine\(SessionFolder.ending)"
    case .nothingToResume: "name the session: fovea resume FILE"
    }
  }

  private static func notASession(_ name: String, _ firstLine: String) -> String {
    firstLine.isEmpty
      ? "'\(name)' is no session: it has no first line"
      : "'\(name)' is no session: its first line is '\(firstLine)'"
  }
}

extension RecordError.Failure {
  /// What went wrong, as the end of a sentence.
  public var reason: String { FileFailure(code: code).reason }

  var hint: String? {
    switch code {
    case ENOSPC, EDQUOT: "free some space and type the command again, or go on without a record: record off"
    case EACCES, EPERM, EROFS: "choose a folder that you may write to, or use --no-record"
    default: nil
    }
  }
}

extension ChainFault {
  /// What is wrong and where, without the name of the file.
  public var message: String {
    switch reason {
    case .mismatch(let chainLine):
      "lines \(firstLine) to \(chainLine) don't give the value that line \(chainLine) records"
    case .malformedChain(let line): "line \(line) is no chain value ('#~ ' and 64 hexadecimal digits)"
    case .malformedLine(let line): "line \(line) has not the form of a recorded result"
    case .malformedHeader(let line): "line \(line) has not the form of a header line"
    case .unchained(let line):
      "what begins at line \(line) isn't covered by a chain value, but the session was closed below it"
    case .malformedEnd(let line): "line \(line) isn't the end that belongs to the entries above it"
    case .afterEnd(let line): "line \(line) stands below the end of the session"
    }
  }

  public var hint: String {
    hasWindowsLineEnds
      ? "its line ends were changed to CR LF; take the file as it was recorded"
      : "take the file as it was recorded; 'fovea open' shows which commands still verify"
  }
}
