internal import Runtime

/// Gathers the trainings of a session of format 2, whose lines of provenance tell all that is asked for. No
/// command is looked into.
struct ProvenanceReader {
  private let session: Session
  private(set) var runs: [RecordedRun] = []

  init(_ session: Session) { self.session = session }

  mutating func read(_ entry: SessionEntry) {
    switch Provenance.Line(entry.provenance) {
    case .run(let provenance):
      runs.append(RecordedRun(provenance, entry, of: session, number: runs.count + 1))
    case .evaluation(let evaluation):
      guard evaluation.isOfTestPart, let index = index(ofRun: evaluation.run) else { return }
      runs[index].evaluated(entry)
    case .file(let file):
      for index in file.runs.compactMap(index) { runs[index].artifacts.append(file.file) }
    case nil: break
    }
  }

  /// The place of a training by its number in the session, from 1.
  private func index(ofRun run: Int) -> Int? {
    guard (1...max(1, runs.count)).contains(run), !runs.isEmpty, runs[run - 1].kind == .training else {
      return nil
    }
    return run - 1
  }
}
