import Foundation
import Testing

@Suite("Looking at recorded runs")
struct RunsCommandTests {
  private func recorded() throws -> WorkFolder {
    let folder = try WorkFolder()
    try folder.write(
      """
      load digits as digits8 limit=200
      split digits8 validation=10%
      model small cnn { dense classes }
      for rate in [0.1, 0.01] { train small on digits8 epochs=2 rate=$rate fresh=yes }
      let r = evaluate small
      """, to: "script")
    #expect(try Program.run(["run", "script", "--seed", "1"], in: folder).status == 0)
    return folder
  }

  @Test func listShowCompareAndDiff() throws {
    let folder = try recorded()
    let list = try Program.run(
      ["runs", "list", "rate<0.05", "model=small", "--sort=-accuracy", "--json"], in: folder)
    #expect(list.status == 0, "\(list.errors)")
    let events = try list.events()
    #expect(events.map { $0["event"] as? String } == ["run", "end"])
    let run = try #require(events.first)
    #expect((run["settings"] as? [String: String])?["rate"] == "0.01")
    #expect((run["metrics"] as? [String: Double])?["test_accuracy"] != nil)
    #expect((run["history"] as? [[String: Any]])?.count == 2)

    let table = try Program.run(["runs"], in: folder)
    #expect(table.lines.count == 3)
    let ids = table.lines.dropFirst().compactMap { $0.split(separator: " ").first.map(String.init) }
    let csv = try Program.run(["runs", "list", "--csv"], in: folder)
    #expect(
      csv.lines.count == 3
        && csv.lines[0].hasPrefix("id,session,line,date,seed,model,data,fingerprint,weights,kind,"))
    let show = try Program.run(["runs", "show", ids[1]], in: folder)
    #expect(show.output.contains("train small on digits8 epochs=2 rate=0.01 fresh=yes"))
    let compare = try Program.run(["runs", "compare"] + ids, in: folder)
    #expect(compare.lines.contains { $0.split(separator: " ").map(String.init) == ["rate", "0.1", "0.01"] })

    try folder.write(
      try folder.read("script").replacingOccurrences(of: "epochs=2", with: "epochs=1"), to: "script")
    #expect(try Program.run(["run", "script", "--seed", "1"], in: folder).status == 0)
    let diff = try Program.run(["runs", "diff"] + folder.sessions, in: folder)
    #expect(diff.output.contains("epochs=2 rate=0.1") && diff.output.contains("epochs=1 rate=0.1"))
    #expect(
      try Program.run(["runs", "diff", folder.sessions[0], folder.sessions[0]], in: folder).output
        == "nothing differs but times\n")
  }

  @Test func aNumberIsHeldAgainstANumber() throws {
    let folder = try WorkFolder()
    for words in [["list", "accuracy>abc"], ["sessions", "failed>abc"]] {
      let outcome = try Program.run(["runs"] + words, in: folder)
      #expect(
        outcome.status == 2 && outcome.errors.contains("is a number, found 'abc'."), "\(outcome.errors)")
    }
    #expect(
      try Program.run(["-c", "runs accuracy>abc"], in: folder).errors.contains("is a number, found 'abc'."))
  }

  /// What a list shows is what a condition takes.
  @Test func conditionsTakeWhatListsShow() throws {
    let folder = try recorded()
    let table = try Program.run(["runs", "list"], in: folder)
    let heads = table.lines[0].split(separator: " ").map(String.init)
    #expect(heads == ["id", "date", "model", "data", "epochs", "accuracy", "validation", "test", "settings"])
    let rows = table.lines.dropFirst().map { $0.split(separator: " ").map(String.init) }
    let id = rows[1][0]
    func count(_ conditions: String...) throws -> Int {
      let outcome = try Program.run(["runs", "list", "--json"] + conditions, in: folder)
      #expect(outcome.status == 0, "\(outcome.output)")
      return try outcome.events().count { $0["event"] as? String == "run" }
    }
    let session = String(folder.sessions[0].dropFirst("sessions/".count).dropLast(".fovea".count))
    for name in [session, String(id.dropLast(2)), id, folder.sessions[0]] {
      #expect(try count("session=\(name)") == 2, "\(name)")
    }
    #expect(try count("id=\(id)") == 1 && count("session=none") == 0)
    #expect(try count("validation>=0", "test<=100%", "epochs=2", "settings=fresh=yes rate=0.01") == 1)
    #expect(try Program.run(["runs", "list", "--sort=-validation"], in: folder).status == 0)
    let sessions = try Program.run(
      ["runs", "sessions", "state=closed", "runs=2", "commands>5", "session=\(id)"], in: folder)
    #expect(sessions.lines.count == 2 && sessions.lines[1].contains(session), "\(sessions.errors)")
    #expect(try Program.run(["runs", "sessions", "failed>0"], in: folder).output == "no sessions\n")
  }

  /// Lists are cut where a terminal would break their lines, and nowhere else.
  @Test func whatIsNoTerminalGetsListsWhole() throws {
    let folder = try WorkFolder()
    let model = "a_model_whose_name_is_longer_than_any_column_would_be_in_a_terminal"
    let options =
      "epochs=1 batch=64 rate=0.015625 momentum=0.5 optimizer=sgd schedule=cosine decay=0.000030517578125 "
      + "fresh=yes"
    try folder.write(
      "load digits as digits8 limit=100\nmodel "
        + "\(model) cnn { dense classes }\ntrain \(model) on digits8 \(options)\n",
      to: "script")
    #expect(try Program.run(["run", "script", "--seed", "1"], in: folder).status == 0)
    let settings = options.split(separator: " ").dropFirst().sorted().joined(separator: " ")
    let typed = try Program.run(["-c", "runs", "--no-record"], in: folder)
    for list in [try Program.run(["runs"], in: folder), typed] {
      let line = try #require(list.lines.last)
      #expect(line.contains(model) && line.contains(settings) && !line.contains("…"), "\(line)")
    }
    let id = try #require(typed.lines.last?.split(separator: " ").first).description
    let compared = try Program.run(["runs", "compare", id, id], in: folder)
    #expect(compared.output.contains(model), "\(compared.output)")
  }

  @Test func valuesStandInThePlacesOfNames() throws {
    let folder = try WorkFolder()
    try folder.write(
      """
      param rate = 0.1
      param limit = 100
      let size = 8
      load digits as digits8 limit=$limit
      model small cnn { dense $size; relu; dense classes }
      train small on digits8 epochs=1 rate=$rate batch=$(size * 4)
      """, to: "script")
    #expect(try Program.run(["run", "script", "--seed", "1"], in: folder).status == 0)
    let id = try #require(try Program.run(["runs"], in: folder).lines.last?.split(separator: " ").first)
      .description
    let shown = try Program.run(["runs", "show", id], in: folder).output
    #expect(
      shown.contains("train small on digits8 epochs=1 rate=0.1 batch=32") && !shown.contains("$"), "\(shown)")
    #expect(try !Program.run(["runs", "show", id, "--json"], in: folder).output.contains("$"))
  }

  @Test func curvesArePrintedAsNumbers() throws {
    let folder = try recorded()
    let events = try Program.run(["runs", "plot", "accuracy", "rate=0.1", "--json"], in: folder).events()
    #expect(events.map { $0["event"] as? String } == ["curve", "curve", "end"])
    #expect(events.map { $0["metric"] as? String } == ["accuracy", "validation_accuracy", nil])
    let run = try #require(
      try Program.run(["runs", "list", "rate=0.1", "--json"], in: folder).events().first)
    let history = try #require(run["history"] as? [[String: Double]])
    #expect(events[0]["values"] as? [Double] == history.compactMap { $0["accuracy"] })
    #expect(
      events[0]["epochs"] as? [Int] == [1, 2]
        && (events[0]["runs"] as? [String])?.first == run["id"] as? String)
    let drawn = try Program.run(["runs", "plot", "--json", "--to", "curves.svg"], in: folder).events()
    #expect(drawn.suffix(2).map { $0["event"] as? String } == ["plot", "end"])
    #expect(drawn.suffix(2).first?["file"] as? String == "curves.svg")
    #expect(try folder.read("curves.svg").hasPrefix("<?xml"))
    let none = try Program.run(["runs", "plot", "model=none", "--json"], in: folder)
    #expect(none.status == 2)
    #expect(try none.events().map { $0["event"] as? String } == ["error", "end"])
  }

  @Test func aDamagedIndexIsMadeAnewWithAWord() throws {
    let folder = try recorded()
    let whole = try Program.run(["runs", "list", "--csv"], in: folder)
    #expect(whole.status == 0 && whole.errors == "")
    let path = "cache/fovea/runs.sqlite"
    var bytes = try Array(Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + path)))
    let place = try #require(bytes.firstRange(of: Array("train small on digits8".utf8))).lowerBound
    bytes[place + 7] ^= 1
    try folder.write(bytes, to: path)
    let damaged = try Program.run(["runs", "list", "--csv"], in: folder)
    #expect(damaged.status == 0 && damaged.output == whole.output)
    #expect(damaged.errors == "warning: the index of runs was damaged, and was made anew from the sessions\n")
    #expect(try Program.run(["runs", "list", "--csv"], in: folder).errors == "")
    try folder.write("no database", to: path)
    let typed = try Program.run(["-c", "runs", "--no-record"], in: folder)
    #expect(
      typed.status == 0 && typed.output.hasPrefix("warning: the index of runs was damaged"), "\(typed.output)"
    )
  }

  @Test func whatIsNotThereIsAWrongCommandLine() throws {
    let folder = try recorded()
    for arguments in [
      ["diff", "none.fovea", folder.sessions[0]], ["list", "--folder", "none"], ["show", "none"],
    ] {
      #expect(try Program.run(["runs"] + arguments, in: folder).status == 2, "\(arguments)")
    }
    let folderGone = try Program.run(["runs", "list", "--folder", "none"], in: folder)
    #expect(folderGone.errors == "error: there is no folder 'none'.\n")
  }

  @Test func whatIsWrongIsSaid() throws {
    let folder = try recorded()
    let field = try Program.run(["runs", "list", "acuracy>0.9"], in: folder)
    #expect(field.status == 2)
    #expect(
      field.errors.hasPrefix(
        "error: no run has a field 'acuracy'.\nhint: Did you mean 'accuracy'? There are: data date "
          + "fingerprint kind model seed"
      ))
    #expect(
      try Program.run(["runs", "show", "7"], in: folder).errors.hasPrefix("error: there is no run '7'."))
    #expect(
      try Program.run(["-c", "runs accuracy>=0 model=small; runs list data=digits8"], in: folder).status == 0)
  }

  @Test func sessionsAreListed() throws {
    let folder = try recorded()
    // The names of both may be of one second, and their order chance.
    let path = folder.sessions[0]
    let name = path.dropFirst("sessions/".count).dropLast(".fovea".count)
    try folder.write("print 1", to: "other")
    #expect(try Program.run(["run", "other"], in: folder).status == 0)
    let list = try Program.run(["runs", "sessions"], in: folder)
    #expect(list.lines.count == 3 && list.lines[0].split(separator: " ").first == "session")
    let line = try #require(list.lines.first { $0.contains(name) })
    #expect(line.split(separator: " ").suffix(3) == ["6", "2", "closed"])
    let events = try Program.run(["runs", "sessions", "model=small", "--json"], in: folder).events()
    #expect(events.count == 2 && events[0]["session"] as? String == path && events[0]["runs"] as? Int == 2)
    #expect(events[0]["state"] as? String == "closed" && events[0]["commands"] as? Int == 6)
    let csv = try Program.run(["runs", "sessions", "--csv"], in: folder)
    #expect(csv.lines.count == 3 && csv.lines[0] == "session,date,seed,commands,failed,runs,state")
    let typed = try Program.run(["-c", "runs sessions model=small; runs sessions", "--json"], in: folder)
    #expect(
      try typed.events().compactMap { ($0["result"] as? [String: Any])?["sessions"] as? [String] }.map(
        \.count) == [1, 2])
    #expect(try Program.run(["-c", "runs sessions sort=date"], in: folder).status == 2)
  }

  @Test func dataAreFoundByNameSourceAndFingerprint() throws {
    let folder = try recorded()
    func count(_ condition: String) throws -> Int {
      try Program.run(["runs", "list", condition, "--json"], in: folder).events().count {
        $0["event"] as? String == "run"
      }
    }
    let run = try #require(try Program.run(["runs", "list", "--json"], in: folder).events().first)
    let fingerprint = try #require(run["fingerprint"] as? String)
    #expect(try ["data=digits8", "data=digits", "source=digits", "data=shapes"].map(count) == [2, 2, 2, 0])
    #expect(
      try ["fingerprint=\(fingerprint.prefix(9))", "fingerprint=\(fingerprint.dropFirst(7).prefix(4))"].map(
        count) == [2, 2])
  }

  @Test func differencesAndComparisonsAreTablesAndObjectsToo() throws {
    let folder = try recorded()
    let first = folder.sessions[0]
    try folder.write(
      try folder.read("script").replacingOccurrences(of: "epochs=2", with: "epochs=1"), to: "script")
    #expect(try Program.run(["run", "script", "--seed", "2"], in: folder).status == 0)
    // Their names are of one second, and their order is chance.
    let diff = try ["runs", "diff", first, #require(folder.sessions.first { $0 != first })]
    let text = try Program.run(diff, in: folder)
    let rows = text.lines.drop { !$0.hasPrefix("- line") }
    #expect(text.lines.first == "seed: 1 and 2")
    #expect(rows.first?.hasSuffix("epochs=2 rate=0.1 fresh=yes") == true)
    #expect(rows.dropFirst().first?.hasSuffix("epochs=1 rate=0.1 fresh=yes") == true)
    #expect(rows.dropFirst(2).first == "    epochs: 2 and 1", "both results stand below")
    let events = try Program.run(diff + ["--json"], in: folder).events()
    #expect(events.map { $0["kind"] as? String } == ["environment", "changed", "changed", "results", nil])
    #expect(events.last?["event"] as? String == "end")
    let fields = try #require(events[1]["fields"] as? [[String: String]])
    #expect(fields.contains { $0["field"] == "epochs" && $0["first"] == "2" && $0["second"] == "1" })
    let csv = try Program.run(diff + ["--csv"], in: folder)
    #expect(csv.lines[0] == "kind,first_line,first_command,second_line,second_command,field,first,second")
    #expect(csv.lines.contains { $0.hasPrefix("changed,") && $0.hasSuffix(",epochs,2,1") })
    let ids = try Program.run(["runs", "list", "--json"], in: folder).events().compactMap {
      $0["id"] as? String
    }
    let compare = try Program.run(["runs", "compare", ids[0], ids[2], "--csv"], in: folder)
    #expect(
      compare.lines.count == 3 && compare.lines[1].hasPrefix(ids[0]) && compare.lines[2].hasPrefix(ids[2]))
    let missing = try Program.run(["runs", "diff", "nothing", first, "--json"], in: folder)
    #expect(missing.status == 2)
    #expect(try missing.events().map { $0["event"] as? String } == ["error", "end"])
  }
}
