import ArgumentParser
import Commands
import Record
import Runtime
import Terminal

/// `fovea cache list|clear`.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache",
    abstract: "Look at what is kept for later, results and decoded images, or take it away.",
    subcommands: [CacheList.self, CacheClear.self], defaultSubcommand: CacheList.self)

  /// The cache of this person; ends the program where there can be none.
  static func cache(json: Bool) throws -> ResultCache {
    if let cache = ResultCache.standard() { return cache }
    let reporter = Reporter(json: json, Capabilities.current())
    throw reporter.failure(
      "there is no place for a cache: neither XDG_CACHE_HOME nor HOME names one from '/'.", status: 1)
  }
}

struct CacheList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List what is kept, used last first.")

  @Flag(help: "Print one JSON object a line.")
  var json = false

  func run() throws {
    let cache = try CacheCommand.cache(json: json)
    let entries = cache.entries()
    guard json else {
      let images = ImageCache.standard()?.lines ?? []
      let columns = Capabilities.current().listColumns ?? .max
      let results =
        entries.isEmpty && !images.isEmpty ? [] : CacheText.lines(entries, in: cache, columns: columns)
      for line in results + images { Output.plainWords(line) }
      return
    }
    for entry in entries {
      Output.line(
        JSONEvents.object(
          ResultRecord([
            .init("event", .text("entry")), .init("key", .text(entry.key)), .init("date", .text(entry.date)),
            .init("bytes", .integer(entry.bytes)), .init("command", .text(entry.what)),
          ])))
    }
    for event in ImageCache.standard()?.events ?? [] { Output.line(JSONEvents.object(event)) }
    Output.json(JSONEvents.end(status: 0))
  }
}

struct CacheClear: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "clear", abstract: "Take everything away.")

  @Flag(help: "Print one JSON object a line.")
  var json = false

  func run() throws {
    let taken = try CacheCommand.cache(json: json).clear()
    let images = ImageCache.standard()?.clear()
    if json {
      Output.json(JSONEvents.end(status: 0))
    } else {
      Output.line("\(Spelling.counted(taken.entries, "result")) of \(CacheText.size(taken.bytes)) taken away")
      if let images { Output.line(images) }
    }
  }
}
