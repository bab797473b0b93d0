internal import Runtime

/// Gathers the trainings of a session of format 2, whose lines of provenance tell all that is asked for. No
/// command is looked into.
struct ProvenanceReader {
  private let session: Session
  private(set) var runs: [RecordedRun] = []

  init(_ session: Session) { self.session = session }

  mutating func read(_ entry: SessionEntry) {
    if let provenance = Provenance(entry.provenance) {
      runs.append(RecordedRun(provenance, entry, of: session, number: runs.count + 1))
      return
    }
    let texts = Dictionary(entry.provenance.map { ($0.name, $0.plainText) }) { $1 }
    switch texts[Provenance.subject].flatMap(Provenance.Subject.init) {
    case .evaluation where texts["of_test_part"] == "yes":
      guard let run = texts["run"].flatMap({ Int($0) }), let index = index(ofRun: run) else { return }
      runs[index].evaluated(entry)
    case .file:
      guard let file = texts["file"] else { return }
      for field in entry.provenance where field.name == "runs" {
        guard case .list(let items) = field.value else { continue }
        for case .number(let number) in items {
          if let run = Int(exactly: number), let index = index(ofRun: run) {
            runs[index].artifacts.append(file)
          }
        }
      }
    default: break
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
