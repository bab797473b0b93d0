internal import Foundation
internal import Runtime

/// A result as text that brings back the same bits: fields with their types, what is measured, what a person
/// reads.
enum CachedResult {
  private struct Record: Codable {
    var fields: [Field]
    var stopped: Int?
    var display: String?
    var warnings: [String]?
  }

  private struct Field: Codable {
    var name: String
    var value: Item
    var measured: Bool?
  }

  /// One of the kinds of values; numbers as text in their shortest exact form.
  private final class Item: Codable {
    var integer: Int?
    var number: String?
    var flag: Bool?
    var text: String?
    var list: [Item]?
    var rows: [[Field]]?

    init(_ value: ResultValue) {
      switch value {
      case .integer(let value): integer = value
      case .number(let value): number = Spelling.number(value)
      case .boolean(let value): flag = value
      case .text(let value): text = value
      case .list(let items): list = items.map(Item.init)
      case .rows(let items): rows = items.map { $0.map(CachedResult.field) }
      }
    }

    var value: ResultValue? {
      if let integer { return .integer(integer) }
      if let number { return Double(number).map(ResultValue.number) }
      if let flag { return .boolean(flag) }
      if let text { return .text(text) }
      if let list {
        let items = list.compactMap(\.value)
        return items.count == list.count ? .list(items) : nil
      }
      guard let rows else { return nil }
      let read = rows.compactMap { CachedResult.fields($0) }
      return read.count == rows.count ? .rows(read) : nil
    }
  }

  private static func field(_ field: ResultRecord.Field) -> Field {
    Field(name: field.name, value: Item(field.value), measured: field.isMeasured ? true : nil)
  }

  private static func fields(_ stored: [Field]) -> [ResultRecord.Field]? {
    let fields = stored.compactMap { field in
      field.value.value.map { ResultRecord.Field(field.name, $0, measured: field.measured == true) }
    }
    return fields.count == stored.count ? fields : nil
  }

  static func text(of result: ResultRecord) -> String {
    let record = Record(
      fields: result.fields.map(field), stopped: result.stoppedAtStep, display: result.display,
      warnings: result.warnings)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    // Texts, flags and whole numbers are always JSON.
    guard let json = try? encoder.encode(record) else { preconditionFailure("a result is always JSON") }
    return String(decoding: json, as: UTF8.self)
  }

  /// Nil for what isn't a result.
  static func result(of text: String) -> ResultRecord? {
    guard let record = try? JSONDecoder().decode(Record.self, from: Data(text.utf8)),
      let fields = fields(record.fields)
    else {
      return nil
    }
    var result = ResultRecord(fields, stoppedAtStep: record.stopped, display: record.display)
    result.warn(record.warnings ?? [])
    return result
  }
}
