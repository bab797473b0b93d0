// Prints each public symbol without a documentation comment of the symbol graphs (*.symbols.json) in the given folders,
// as MODULE SYMBOL FILE:LINE, then counts per module and in total. Exits with 1 if there is any.
import Foundation

struct Graph: Decodable {
  struct Module: Decodable { let name: String }
  struct Position: Decodable { let line: Int }
  struct Location: Decodable {
    let uri: String
    let position: Position
  }
  struct Comment: Decodable {}
  struct Symbol: Decodable {
    let pathComponents: [String]
    let docComment: Comment?
    let location: Location?

    /// Lines count from 0 in a symbol graph. Nil for symbols of the compiler, such as $name of a wrapped property.
    var place: String? {
      guard let location, let path = location.uri.components(separatedBy: "/Sources/").last
      else { return nil }
      return "Sources/\(path):\(location.position.line + 1)"
    }
  }
  let module: Module
  let symbols: [Symbol]
}

var counts: [String: (symbols: Int, missing: Int)] = [:]
for folder in CommandLine.arguments.dropFirst() {
  let files = try FileManager.default.contentsOfDirectory(atPath: folder)
  for file in files.sorted() where file.hasSuffix(".symbols.json") {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(file))
    let graph = try JSONDecoder().decode(Graph.self, from: data)
    for symbol in graph.symbols {
      guard let place = symbol.place else { continue }
      counts[graph.module.name, default: (0, 0)].symbols += 1
      guard symbol.docComment == nil else { continue }
      counts[graph.module.name, default: (0, 0)].missing += 1
      print(graph.module.name, symbol.pathComponents.joined(separator: "."), place)
    }
  }
}
for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
  print("\(name): \(count.missing) of \(count.symbols)")
}
let (symbols, missing) = counts.values.reduce((0, 0)) { ($0.0 + $1.symbols, $0.1 + $1.missing) }
print("\(missing) of \(symbols) public symbols have no documentation comment.")
exit(missing == 0 ? 0 : 1)
