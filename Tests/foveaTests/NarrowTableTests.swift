import Foundation
import Testing

/// Lists and sessions in narrow terminals: cells are cut, or rows become paragraphs; no word is broken.
@Suite("Tables in narrow terminals")
struct NarrowTableTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A session with tables wider than a terminal.
  private func recorded() throws -> String {
    let script = """
      load digits as d limit=200
      split d validation=10%
      model a_network_of_one_layer cnn { dense 8; relu; dense classes }
      model m cnn { dense classes }
      train a_network_of_one_layer on d epochs=2 optimizer=adam rate=0.001
      train m on d epochs=1
      evaluate m
      compare m a_network_of_one_layer
      """
    #expect(try Program.run(["-c", script], in: folder).status == 0)
    return try #require(folder.sessions.first)
  }

  private func lines(_ command: [String], columns: UInt16) throws -> [String] {
    let terminal = try Pseudoterminal(command, in: folder, columns: columns)
    #expect(terminal.end() == 0)
    return terminal.lines
  }

  @Test func aSessionIsReadableAtEveryWidth() throws {
    let session = try recorded()
    let wide = try lines(["open", session], columns: 120)
    #expect(wide.contains { $0.hasPrefix("  epoch    loss  accuracy  validation_loss") }, "\(wide)")
    for columns in [30, 40, 60] as [UInt16] {
      let shown = try lines(["open", session], columns: columns)
      // A row of a table as names and values, none broken off from its name.
      #expect(shown.contains { $0.hasPrefix("  epoch 2  loss ") }, "\(shown)")
      #expect(shown.contains { $0.contains("validation_accuracy 0.") }, "\(shown)")
      #expect(shown.contains { $0.hasPrefix("  model a_network_of_one_") }, "\(shown)")
      // The path of the session and the end of its chain are words that are longer.
      for line in shown where line.count > columns {
        #expect(line == session || line.count == 64, "\(line)")
      }
    }
  }

  @Test func runsAreATableAsLongAsItFits() throws {
    _ = try recorded()
    for columns in [100, 80] as [UInt16] {
      let shown = try lines(["runs", "list"], columns: columns)
      #expect(shown.count == 3 && shown[0].hasPrefix("  id") && shown[0].contains("settings"), "\(shown)")
      #expect(shown.allSatisfy { $0.count <= columns }, "\(shown)")
    }
    let narrow = try lines(["runs", "list"], columns: 40)
    #expect(narrow.contains("    model a_network_of_one_layer"), "\(narrow)")
    for columns in [40, 60, 65, 70] as [UInt16] {
      let sessions = try lines(["runs", "sessions"], columns: columns)
      #expect(sessions.joined().contains(/\d{8}-\d{6}-[0-9a-f]{4}/), "\(sessions)")
    }
  }

  @Test func aReportIsStackedWhereItIsTooWide() throws {
    let script = """
      load digits as d limit=200; model m cnn { dense classes }; train m on d epochs=1
      let r = evaluate m; report r
      """
    let wide = try lines(["-c", script], columns: 80)
    #expect(wide.contains { $0.hasSuffix("precision    recall  f1-score   support") }, "\(wide)")
    let narrow = try lines(["-c", script], columns: 40)
    #expect(narrow.contains { $0.hasPrefix("    precision ") }, "\(narrow)")
    #expect(
      narrow.contains("  macro avg") && narrow.allSatisfy { $0.count <= 40 || $0.contains("━") }, "\(narrow)")
  }

  @Test func foldsAndTrainingsAreOneTable() throws {
    let script = """
      load digits as d limit=200
      split d validation=10%
      model net cnn { dense classes }
      crossvalidate net on d folds=2 epochs=1 rate=0.01 batch=20
      train net on d epochs=2 optimizer=adam rate=0.001
      evaluate net
      """
    #expect(try Program.run(["-c", script], in: folder).status == 0)
    for columns in [70, 80, 100] as [UInt16] {
      let shown = try lines(["runs", "list"], columns: columns)
      #expect(shown.count == 3 && shown.allSatisfy { $0.count <= columns }, "\(shown)")
      #expect(shown[0].contains(/mean( of folds)?  +test/), "\(shown)")
    }
  }
}
