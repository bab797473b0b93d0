import Declarations
import Images
import Testing

@testable import Datasets

@Suite("Tables of images")
struct TableReaderTests {
  /// Loads a table beside gray pictures `a.png` to `f.png` and `sub/g.png`, whose brightness counts up from
  /// 10.
  private func loaded(
    _ text: String, named name: String = "list.csv", _ options: [String: ArgumentValue] = [:],
    limit: Int? = nil
  ) throws -> DataSet {
    try withTemporaryFolder { folder in
      try draw(["a.png", "b.png", "c.png", "d.png", "e.png", "f.png", "sub/g.png"], in: folder, shade: 10)
      try write(Array(text.utf8), to: name, in: folder)
      return try Loading.load(
        source: DataSourceName(folder + "/" + name), options: LoadOptions(limit: limit, format: options))
    }
  }

  private func problem(_ text: String, _ options: [String: ArgumentValue] = [:]) throws -> [String] {
    do {
      _ = try loaded(text, options)
      return []
    } catch let error as DataError {
      // Without the folder, whose name is another one each time.
      return [error.message.replacing(/'[^']*list.csv'/, with: "FILE"), error.hint ?? ""]
    }
  }

  private func sets(_ part: Part?) -> [[Int]]? {
    part?.labelSets.map { sets in (0..<sets.count).map { sets[$0] } }
  }

  private func shades(_ part: Part) throws -> [UInt8] {
    try (0..<part.count).map { try part.store.image(part.indices[$0]).pixels[0] }
  }

  @Test func severalLabelsMakeLabelSets() throws {
    let data = try loaded("a.png,dog;cat\nb.png,bird\nsub/g.png, cat ; bird;cat\n")
    #expect(data.task == .multilabel)
    #expect(data.classes == ["bird", "cat", "dog"])
    #expect(sets(data.train) == [[1, 2], [0], [0, 1]])
    #expect(try shades(data.train) == [10, 11, 16])
    #expect(data.train.labels == [-1, -1, -1])
    #expect(data.train.counts(classes: 3) == [2, 2, 1])
  }

  @Test func oneLabelEachMakesClasses() throws {
    let data = try loaded("a.png,dog\nb.png,cat\nc.png,dog\n")
    #expect(data.task == .classification && data.train.labels == [1, 0, 1])
    let asked = try loaded("a.png,dog\nb.png,cat\nc.png,\n", ["task": .text("multilabel")])
    #expect(sets(asked.train) == [[1], [0], []])
  }

  @Test func aHeadNamesColumnsAndPartsAreRead() throws {
    let data = try loaded(
      "split,Labels,weight,Image\ntrain,x;y,1,a.png\nval,y,1,b.png\ntest,x,1,c.png\nTraining,y,1,d.png\n")
    #expect(try shades(data.train) == [10, 13])
    #expect(sets(data.train) == [[0, 1], [1]] && sets(data.validation) == [[1]] && sets(data.test) == [[0]])
    let bare = try loaded("a.png,x;y,train\nb.png,y,test\n")
    #expect(bare.train.count == 1 && bare.test?.count == 1)
  }

  @Test func quotesTabsMarksAndLineEndsAreRead() throws {
    let quoted = try loaded(
      "\u{FEFF}file,labels\r\n\"a.png\",\"one, two;\"\"three\"\"\"\r\n\r\nb.png,\"four, five\"\r\n")
    #expect(quoted.classes == ["\"three\"", "four, five", "one, two"])
    #expect(sets(quoted.train) == [[0, 2], [1]])
    let tabbed = try loaded("a.png\tx;y\nb.png\tx,z\n", named: "list.tsv")
    #expect(tabbed.classes == ["x", "x,z", "y"])
    let piped = try loaded("a.png,x|y\nb.png,z\n", ["separator": .text("|")])
    #expect(piped.classes == ["x", "y", "z"])
  }

  @Test func classesMayBeGivenInTheirOrder() throws {
    let names: ArgumentValue = .list([.text("zebra"), .text("ant"), .text("bee")])
    let data = try loaded("a.png,ant;zebra\nb.png,zebra\n", ["classes": names])
    #expect(data.classes == ["zebra", "ant", "bee"] && sets(data.train) == [[0, 1], [0]])
    #expect(data.warnings == ["1 of the 3 classes has no training image: 'bee'"])
    #expect(
      try problem("a.png,ant\nb.png,zebra;cow\n", ["classes": names]) == [
        "FILE, line 2: 'cow' is no class.", "classes= names them: zebra, ant, bee.",
      ])
    #expect(
      try problem("a.png,x\nb.png,y\n", ["classes": .list([.text("x"), .text("x")])]).first?.contains(
        "'classes' (the names of the classes, each once) can't have this value") == true)
  }

  @Test(arguments: [
    (
      "a.png,x\nb.png,\n", "FILE, line 2: 'b.png' has no label.",
      "Give it one; or say that images may show none of the classes: task=multilabel"
    ),
    ("a.png,x;y\nb.png,\n", "", ""),
    (
      "a.png,x\nb.png,x,y\n", "FILE, line 2: there are 3 fields; the first line has 2.",
      "Labels of an image stand in one field, separated by ';': b.png,cat;dog"
    ),
    (
      "file,label,split\na.png,x,train\nb.png,x,train,y\n",
      "FILE, line 3: there are 4 fields; the first line has 3.",
      "Labels of an image stand in one field, separated by ';': b.png,cat;dog"
    ),
    (
      "id,label\na.png,x\nb.png,y\n",
      "FILE, line 1: there is a column 'label', and none is called 'file'.",
      "The column of files is called file, path, image or filename."
    ),
    (
      "file,label,labels\na.png,x,y\nb.png,y,x\n",
      "FILE, line 1: the columns 'label' and 'labels' would be the same.",
      "Take one of them away, or give it another name."
    ),
    ("a.png,image\nb.png,y\n", "", ""),
    (
      "a.png,x,train\nb.png,y,train\na.png,x,test\n",
      "FILE, line 3: 'a.png' is of the test part here and of the train part in line 1.",
      "Take one of the rows away."
    ),
    ("a.png,x\u{9B}31m\nb.png,y\n", "FILE, line 1: a field holds control characters.", ""),
    ("none.png,x\nnorother.png,y\n", "FILE, line 1: none of its 2 images can be read.", "HINT"),
    (
      "file,label\na.png,x\n,y\n", "FILE, line 3: the row names no file.", ""
    ),
    (
      "a.png,x\nb.png\n", "FILE, line 2: there is 1 field; expected at least 2.",
      "A row is a file and its labels: images/1.png,cat;dog"
    ),
    (
      "a.png,x,train\nb.png,y,somewhere\n", "FILE, line 2: 'somewhere' is no part.",
      "Parts are: train validation test."
    ),
    (
      "https://example.org/a.png,x\nb.png,y\n",
      "FILE, line 1: 'https://example.org/a.png' is an address on the net.",
      "Fetch the images first, and name their files."
    ),
    ("a.png,\"x\nb.png,y\n", "FILE, line 1: a quoted field doesn't end.", ""),
    (
      "a.png,\"x\"y\nb.png,y\n", "FILE, line 1: something follows the end of a quoted field.",
      "A quote inside a quoted field is written twice: \"\""
    ),
    (
      "file,weight\na.png,1\n", "FILE, line 1: no column is called 'label' or 'labels'.",
      "Its columns are: file, weight."
    ),
    ("", "FILE, line 1: there is no row.", "A row is a file and its labels: images/1.png,cat;dog"),
    (
      "a.png,x,test\nb.png,y,test\n", "FILE, line 1: no row is of the training part.",
      "The column 'part' holds train, validation or test."
    ),
    (
      "a.png,\"x;y\nz\"\nb.png,y\n",
      "FILE, line 1: a file name or a label holds a tab or a line break.",
      "Is a quote missing, or is it a table with tabs? Those end with .tsv."
    ),
    (
      "a.png\tq,x;y\nb.png,y\n", "FILE, line 1: a file name or a label holds a tab or a line break.",
      "Is a quote missing, or is it a table with tabs? Those end with .tsv."
    ),
    ("a.png,x\u{1}\nb.png,y\n", "FILE, line 1: a field holds control characters.", ""),
  ])
  func mistakesAreNamedWithTheirLine(text: String, message: String, hint: String) throws {
    let found = try problem(text)
    #expect(found.first == (message.isEmpty ? nil : message))
    if hint != "HINT", !found.isEmpty { #expect(found.last == hint) }
  }

  @Test func severalLabelsOfOneClassAreRefused() throws {
    #expect(
      try problem("a.png,x\nb.png,y;z\n", ["task": .text("classification")]) == [
        "FILE, line 2: 'b.png' has 2 labels; with task=classification it has one.",
        "Leave 'task' out, or write task=multilabel.",
      ])
  }

  @Test func aLabelTwiceIsOne() throws {
    let data = try loaded("a.png,x;x\nb.png,y;y;y\n")
    #expect(data.task == .classification && data.train.labels == [0, 1])
  }

  /// As the file system has it, in which names of the same characters may be two.
  @Test func namesAreToldApartByTheirBytes() throws {
    let data = try withTemporaryFolder { folder in
      let names = ["\u{E9}.png", "e\u{301}.png"]
      try draw(names, in: folder, shade: 10)
      try write(Array("\(names[0]),x\n\(names[1]),y\n".utf8), to: "list.csv", in: folder)
      return try Loading.load(source: DataSourceName(folder + "/list.csv"), options: LoadOptions())
    }
    #expect(data.train.labels == [0, 1] && data.warnings.isEmpty)
  }

  @Test func aRowForEachLabelMakesLabelSets() throws {
    let text = "file,label\na.png,x\na.png,y\nb.png,y\na.png,x\nc.png,z\n"
    let data = try loaded(text, ["task": .text("multilabel")])
    #expect(sets(data.train) == [[0, 1], [1], [2]] && data.warnings.isEmpty)
    // Where another row has several labels, the table says itself what is meant.
    #expect(sets(try loaded(text + "d.png,x;z\n").train) == [[0, 1], [1], [2], [0, 2]])
  }

  /// A file in two rows may be a mistake: it isn't taken for label sets without a word.
  @Test(arguments: [[:], ["task": .text("classification")]] as [[String: ArgumentValue]])
  func aFileWithTwoLabelsIsToldWithItsLines(options: [String: ArgumentValue]) throws {
    #expect(
      try problem("a.png,x\nb.png,y\na.png,y\n", options) == [
        "FILE, line 3: 'a.png' has the label 'y' here and 'x' in line 1.",
        "Remove one of the rows; or, if an image may have several labels, add task=multilabel.",
      ])
  }

  /// Sessions recorded before go on replaying.
  @Test func aReplayTakesAFileWithTwoLabels() throws {
    try withTemporaryFolder { folder in
      try draw(["a.png", "b.png"], in: folder)
      try write(Array("a.png,x\nb.png,y\na.png,y\n".utf8), to: "list.csv", in: folder)
      var options = LoadOptions()
      options.allowsRepeatedFiles = true
      let data = try Loading.load(source: DataSourceName(folder + "/list.csv"), options: options)
      #expect(sets(data.train) == [[0, 1], [1]])
    }
  }

  @Test func filesThatCannotBeReadAreNamed() throws {
    let data = try loaded("a.png,x;y\nnone.png,x\nb.png,y\na.png,x;y\n")
    #expect(try shades(data.train) == [10, 11] && sets(data.train) == [[0, 1], [1]])
    #expect(data.warnings.count == 1)
    #expect(data.warnings[0].contains("list.csv', line 2: '") && data.warnings[0].contains("none.png'"))
    #expect(data.warnings[0].hasSuffix("skipped"))
  }

  @Test func aLimitKeepsEachClass() throws {
    let text = "a.png,x\nb.png,x\nc.png,x;y\nd.png,x\ne.png,y\nf.png,x\n"
    let data = try loaded(text, limit: 3)
    #expect(data.train.count == 3)
    #expect(data.train.counts(classes: 2).allSatisfy { $0 > 0 })
    #expect(data.fingerprint == (try loaded(text, limit: 3)).fingerprint)
    #expect(data.fingerprint != (try loaded(text)).fingerprint)
  }

  @Test func theOutlineTellsWhatIsReadLater() throws {
    try withTemporaryFolder { folder in
      try write(Array("a.png,x;y,train\nb.png,y,train\nc.png,x,test\n".utf8), to: "list.csv", in: folder)
      try draw(["a.png"], in: folder)
      let outline = try Loading.outline(
        of: DataSourceName(folder + "/list.csv"), options: LoadOptions(limit: nil, format: [:]))
      #expect(outline.task == .multilabel && outline.classes == ["x", "y"])
    }
  }

  @Test func labelsAndTheirOrderAreInTheFingerprint() throws {
    let texts = [
      "a.png,x;y\nb.png,y\n", "a.png,x\nb.png,y;x\n", "b.png,y\na.png,x;y\n", "a.png,x;y\nb.png,x\n",
    ]
    #expect(Set(try texts.map { try loaded($0).fingerprint }).count == texts.count)
    #expect(Set(try texts.map { try loaded($0).identity }).count == texts.count)
  }
}
