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
      guard let run = run(of: texts["model"], weights: texts["weights"]) else { return }
      runs[run].evaluated(entry)
    case .file:
      guard let file = texts["file"] else { return }
      for field in entry.provenance where field.name == "weights" {
        guard case .list(let items) = field.value else { continue }
        for case .text(let weights) in items {
          if let run = run(of: nil, weights: weights) { runs[run].artifacts.append(file) }
        }
      }
    default: break
    }
  }

  /// The last training that gave some weights; of trainings that gave the same, the last of the model.
  private func run(of model: String?, weights: String?) -> Int? {
    let found = runs.indices.filter { runs[$0].kind == .training && runs[$0].weights == weights }
    return found.last { runs[$0].model == model } ?? found.last
  }
}
