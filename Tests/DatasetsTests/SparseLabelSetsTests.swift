import Declarations
import Foundation
import Images
import Testing

@testable import Datasets

@Suite("svmlight files with label sets")
struct SparseLabelSetsTests {
  /// A file, and what scikit-learn reads in it; see Fixtures/make_sparse.py.
  private struct Case: Decodable {
    let text: String
    let classes: [String]
    let sets: [[Int]]
    let pixels: [[UInt8]]
  }

  private func loaded(_ text: String, _ task: PredictionTask? = .multilabel) throws -> DataSet {
    try withTemporaryFolder { folder in
      try write(Array(text.utf8), to: "data.svmlight", in: folder)
      return try load(folder + "/data.svmlight", index: 1, task: task)
    }
  }

  private func problem(_ text: String, _ task: PredictionTask? = .multilabel) throws -> String {
    do {
      _ = try loaded(text, task)
      return ""
    } catch let error as DataError {
      return error.message.replacing(/'[^']*data.svmlight'/, with: "FILE")
    }
  }

  @Test func theyAreReadAsScikitLearnReadsThem() throws {
    let cases = try JSONDecoder().decode(
      [Case].self, from: Data(contentsOf: URL(fileURLWithPath: Fixtures.path("sparse.json"))))
    for (number, expected) in cases.enumerated() {
      let data = try loaded(expected.text)
      #expect(data.task == .multilabel && data.classes == expected.classes, "case \(number)")
      let sets = try #require(data.train.labelSets)
      #expect((0..<sets.count).map { sets[$0] } == expected.sets, "case \(number)")
      let pixels = try (0..<data.train.count).map { try data.train.store.image($0).pixels }
      #expect(pixels == expected.pixels, "case \(number)")
    }
  }

  @Test func theTaskIsKnownBeforeTheFileIsRead() throws {
    try withTemporaryFolder { folder in
      try write(Array("1,3 1:5\n1 2:7\n".utf8), to: "data.svm", in: folder)
      for (text, task) in [("multilabel", PredictionTask.multilabel), ("auto", .classification)] {
        let outline = try Loading.outline(
          of: DataSourceName(folder + "/data.svm"), options: LoadOptions(format: ["task": .text(text)]))
        #expect(outline.task == task)
      }
    }
  }

  @Test func aLimitKeepsSharesOfLabelSets() throws {
    let text = (0..<60).map { "\($0 % 3 == 0 ? "1,2" : "\($0 % 3)") 1:\($0 + 2)\n" }.joined()
    try withTemporaryFolder { folder in
      try write(Array(text.utf8), to: "data.svmlight", in: folder)
      let data = try load(folder + "/data.svmlight", limit: 30, index: 1, task: .multilabel)
      #expect(data.train.count == 30)
      // Half of 40 and 40.
      #expect(try #require(data.train.labelSets).counts.allSatisfy { (18...22).contains($0) })
    }
  }

  @Test func mistakesAreNamedWithTheirLine() throws {
    let one = "FILE, line 2: '1,3' are 2 labels; expected one, or task=multilabel for any number of them."
    #expect(try problem("1 1:7\n1,3 2:8\n", nil) == one)
    #expect(try problem("1 1:7\n1,3 2:8\n", .classification) == one)
    #expect(
      try problem("1 1:7\n 2:8\n", nil)
        == "FILE, line 2: there is no label before '2:8'; expected a number, or task=multilabel for samples "
        + "without one.")
    for list in ["1,", ",1", "1,,2", "1,x", "1,nan"] {
      #expect(
        try problem("1 1:7\n\(list) 2:8\n")
          == "FILE, line 2: '\(list)' is no list of labels; expected numbers such as 1,3.")
    }
    // A space ends the list.
    #expect(
      try problem("1, 3 1:7\n2 1:8\n")
        == "FILE, line 1: '1,' is no list of labels; expected numbers such as 1,3.")
    #expect(try problem("x:1 1:7\n") == "FILE, line 1: 'x:1' is no label; expected a number.")
    #expect(try problem("2 1:7\n 1 2:8\n 3:7 1:8\n").hasPrefix("FILE, line 3: feature 1 doesn't come"))
    #expect(try problem(" 1:7\n 2:8\n") == "FILE, line 1: no sample has a label.")
    #expect(try problem("5 1:7\n 2:8\n") == "FILE has a single class, '5'; at least two are needed.")
  }
}
