internal import Files
internal import Foundation
internal import Models
internal import Networks
internal import Record
internal import Synchronization

/// Keeps checkpoints of the trainings of a session, and finds them again when the session goes on.
///
/// A training is known by its position, the value of the chain before its command: that value covers all
/// commands, data and results above, so that a checkpoint can't be taken for that of another training.
public final class CheckpointStore {
  static let ending = ".safetensors"

  /// Where the state of the session is; nil until it has a file, or without a home.
  private(set) var folder: StateFolder?
  /// The value of the chain before the command that runs.
  private var position = ""
  private var command = ""
  /// How many trainings the command has begun.
  private var trainings = 0
  private var savers: [CheckpointSaver] = []

  public convenience init() { self.init(folder: nil) }

  /// - Parameter folder: The state of a session that goes on.
  init(folder: StateFolder?) { self.folder = folder }

  /// Takes away what closed sessions left behind.
  public static func tidy() { StateFolder.tidy() }

  /// A command is about to run, and its trainings are kept from here on.
  ///
  /// - Parameter folder: The state of the session; nil where that is known already.
  func begin(_ command: String, at position: String, in folder: StateFolder? = nil) {
    if let folder { self.folder = folder }
    // Whatever is kept in it, it says whose it is. Where it can't be made, what can't be kept says so.
    do throws(FileFailure) { try self.folder?.make() } catch {}
    self.position = position
    self.command = command
    trainings = 0
    savers.removeAll { !$0.isBusy }
  }

  /// Whoever keeps the next training of the running command; nil where nothing can be kept.
  ///
  /// - Parameters:
  ///   - definition: The model as it would be typed.
  ///   - data: The fingerprint of the data.
  func saver(definition: String, data: String, seed: UInt64) -> CheckpointSaver? {
    guard let folder, !position.isEmpty else { return nil }
    trainings += 1
    let name = position.prefix(16) + (trainings == 1 ? "" : "-\(trainings)") + Self.ending
    let saver = CheckpointSaver(
      folder: folder, path: folder.file(String(name)),
      identity: [
        "fovea.position": position, "fovea.command": command, "fovea.model": definition, "fovea.data": data,
        "fovea.seed": String(seed), "fovea.environment": Program.environment,
      ])
    savers.append(saver)
    return saver
  }

  /// Where whole pieces of work of the session are kept: folds, fits of families without checkpoints.
  var parts: ResultCache? {
    folder.map { ResultCache(folder: $0.file("parts"), limit: StateFolder.sizeLimit) }
  }

  /// Brings what is still to be written to the disk.
  func finish() { for saver in savers { saver.finish() } }

  /// The session was closed: nothing has to be kept any more.
  func discard() {
    for saver in savers { saver.stop() }
    savers = []
    folder?.remove()
  }
}

/// Keeps one training: writes what it is given in the background, the newest when there is more than it can
/// write.
///
/// At most a hundredth of the time goes into writing, counted as time of the processor: after a write that
/// took 3 ms the next one waits 0.3 s.
final class CheckpointSaver: Sendable {
  private let folder: StateFolder
  private let path: String
  /// What the file says about where it belongs; another training's file doesn't say the same.
  private let identity: [String: String]
  // No queue and no timer of Dispatch: they need descriptors, and end the process where none is left.
  private let wake = DispatchSemaphore(value: 0)
  private let writer = DispatchGroup()
  private let state = Mutex(State())

  private struct State {
    var pending: TrainingCheckpoint?
    var isScheduled = false
    var isStopped = false
    var earliest = DispatchTime.now()
    var problem: String?
  }

  private static let digestKey = "fovea.digest"
  /// The share of the time that may go into writing.
  private static let share = 100

  init(folder: StateFolder, path: String, identity: [String: String]) {
    self.folder = folder
    self.path = path
    self.identity = identity
  }

  /// Why the last checkpoint couldn't be written.
  var problem: String? { state.withLock { $0.problem } }

  var isBusy: Bool { state.withLock { $0.isScheduled } }

  /// The newest checkpoint of this very training, made under the same numerics; nil where there is none that
  /// is whole.
  func saved() -> TrainingCheckpoint? {
    guard let bytes = FileManager.default.contents(atPath: path),
      var file = try? Safetensors(decoding: Array(bytes)),
      let digest = file.metadata.removeValue(forKey: Self.digestKey), digest == file.digest,
      identity.allSatisfy({ file.metadata[$0.key] == $0.value })
    else { return nil }
    return TrainingCheckpoint(file)
  }

  /// Takes a checkpoint; returns at once.
  func save(_ checkpoint: TrainingCheckpoint) {
    state.withLock { state in
      state.pending = checkpoint
      guard !state.isScheduled, !state.isStopped else { return }
      state.isScheduled = true
      writer.enter()
      Thread.detachNewThread { [self] in
        repeat { pause() } while write()
        writer.leave()
      }
    }
  }

  /// Waits until the next write may begin, or `stop` ends the waiting.
  private func pause() { _ = wake.wait(timeout: state.withLock { $0.earliest }) }

  /// Writes nothing more, and waits for a write that is under way.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      state.pending = nil
    }
    wake.signal()
    writer.wait()
  }

  /// Writes what it was given last, at once.
  func finish() {
    state.withLock { $0.earliest = .now() }
    wake.signal()
    writer.wait()
  }

  /// Whether there is more to write.
  private func write() -> Bool {
    let checkpoint = state.withLock { state in
      defer { state.pending = nil }
      return state.isStopped ? nil : state.pending
    }
    let begin = Self.processorNanoseconds
    var problem: String?
    if let checkpoint {
      do throws(FileFailure) {
        var file = checkpoint.file(metadata: identity)
        file.metadata[Self.digestKey] = file.digest
        let bytes = file.encoded()
        try folder.make()
        folder.makeRoom(for: bytes.count, keeping: path)
        try WholeFile.write(bytes, to: path, permissions: 0o600)
      } catch {
        problem = "no checkpoint can be written to '\(path)': \(error.reason)"
      }
    }
    let spent = Self.processorNanoseconds - begin
    return state.withLock { state in
      state.problem = problem
      state.earliest = .now() + .nanoseconds(Int(spent) * Self.share)
      guard state.pending != nil, !state.isStopped else {
        state.isScheduled = false
        return false
      }
      return true
    }
  }

  /// The time that this thread has kept a processor busy.
  private static var processorNanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
