import Foundation
import Runtime
import Testing

@testable import Commands

/// What a command measures is never compared: its declaration says so beforehand, and its results say the
/// same.
@Suite("Fields of results")
struct ResultFieldTests {
  @Test func whatIsMeasuredIsWhatIsDeclaredSo() throws {
    let folder = NSTemporaryDirectory() + "fields-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let session = TestShell()
    let script = """
      load digits as d limit=200
      split d validation=20%
      describe d
      prepare d { normalize }
      augment d { shift 10% }
      model m cnn { dense 8; relu; dense classes }
      summary m on d
      find rate m on d iterations=20
      freeze m 1
      unfreeze m 1
      train m on d epochs=2
      train m on d epochs=1 profile=yes
      model s svm
      train s on d
      summary s
      evaluate m
      evaluate s top=2
      let r = evaluate m
      report r
      show r
      show d
      show s
      plot loss of m
      plot confusion of r
      plot roc of r
      plot pr of r
      plot calibration of r
      plot margins of s on d.test
      crossvalidate s on d folds=2
      compare m s on d.test
      predict m on d.test top=2
      sweep rate=[0.1, 0.01] train m on d epochs=1 fresh=yes
      save m to "\(folder)/m.safetensors"
      restore "\(folder)/m.safetensors" as n
      export s to "\(folder)/s.svm"
      export d.test to "\(folder)/d.svmlight"
      list
      set seed=3
      forget n
      undo
      """
    for line in script.split(separator: "\n") { #expect(session.run(String(line)) == [], "\(line)") }
    var verbs: Set<String> = []
    for (verb, result) in session.results {
      guard let declaration = Verbs.table[verb] else { continue }
      verbs.insert(verb)
      let declared = Dictionary(declaration.resultFields.map { ($0.name, $0) }) { first, _ in first }
      for field in result.fields where field.name != ResultRecord.warningsField {
        let known = declared[field.name]
        #expect(known != nil, "\(verb): '\(field.name)' isn't declared")
        #expect(known?.isMeasured == field.isMeasured, "\(verb): \(field.name)")
        if let kind = known?.kind { #expect(kind == Self.kind(of: field.value), "\(verb): \(field.name)") }
      }
    }
    #expect(verbs.count > 20, "\(verbs.sorted())")
  }

  private static func kind(of value: ResultValue) -> CommandDeclaration.ResultField.Kind? {
    switch value {
    case .integer, .number: .number
    case .text: .text
    case .list, .rows: .list
    case .boolean: nil
    }
  }
}
