internal import Glibc

extension RunStore {
  /// Nil for what is no session.
  ///
  /// - Throws: Where it can't be told, since too many files are open.
  static func session(in path: String) throws(RecordError) -> Session? {
    do throws(RecordError) {
      return try SessionReader.beginsAsSession(path) ? try SessionReader.read(path: path) : nil
    } catch {
      if case .reading(_, let failure) = error, failure.isShortage { throw error }
      return nil
    }
  }

  /// The system's queues, which the index is used by, end the process where they get no descriptor.
  static func requireDescriptors() throws(RunStoreError) {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    // The index and its journal, a folder, a session, and what a queue takes.
    for _ in 0..<8 {
      let descriptor = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw RunStoreError(
          message: "the recorded sessions can't be read: \(RecordError.Failure.last.reason).")
      }
      opened.append(descriptor)
    }
  }
}

/// The index holds what this program doesn't write.
struct IndexDamage: Error {}

/// Why the runs can't be told.
public struct RunStoreError: Error, Sendable {
  /// A sentence.
  public let message: String

  init(message: String) { self.message = message }

  init(index error: any Error) { message = "the index of runs can't be used: \(error)" }
}
