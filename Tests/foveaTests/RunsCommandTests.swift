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
    let list = try Program.run(["runs", "list", "rate<0.05", "model=small", "--sort=-accuracy", "--json"], in: folder)
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
    #expect(csv.lines.count == 3 && csv.lines[0].hasPrefix("id,session,line,date,seed,model,data,fingerprint,weights,set_"))
    let show = try Program.run(["runs", "show", ids[1]], in: folder)
    #expect(show.output.contains("train small on digits8 epochs=2 rate=0.01 fresh=yes"))
    let compare = try Program.run(["runs", "compare"] + ids, in: folder)
    #expect(compare.lines.contains { $0.split(separator: " ").map(String.init) == ["rate", "0.1", "0.01"] })

    try folder.write(try folder.read("script").replacingOccurrences(of: "epochs=2", with: "epochs=1"), to: "script")
    #expect(try Program.run(["run", "script", "--seed", "1"], in: folder).status == 0)
    let diff = try Program.run(["runs", "diff"] + folder.sessions, in: folder)
    #expect(diff.output.contains("epochs=2 rate=0.1") && diff.output.contains("epochs=1 rate=0.1"))
    #expect(
      try Program.run(["runs", "diff", folder.sessions[0], folder.sessions[0]], in: folder).output
        == "nothing differs but times\n")
  }

  @Test func whatIsWrongIsSaid() throws {
    let folder = try recorded()
    let field = try Program.run(["runs", "list", "acuracy>0.9"], in: folder)
    #expect(field.status == 2)
    #expect(
      field.errors.hasPrefix("error: no run has a field 'acuracy'.\nhint: There are: data date model seed session epochs"))
    #expect(try Program.run(["runs", "show", "7"], in: folder).errors.hasPrefix("error: there is no run '7'."))
    #expect(try Program.run(["-c", "runs accuracy>=0 model=small; runs list data=digits8"], in: folder).status == 0)
  }
}
