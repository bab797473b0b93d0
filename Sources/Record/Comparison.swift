public import Runtime

/// What a replay says about a recorded result.
public enum Verdict: String, Sendable, Hashable {
  case same
  case differs
  case inconclusive

  /// That of a whole of which these are the parts.
  public static func whole(_ parts: some Sequence<Verdict>) -> Verdict {
    var whole = Verdict.same
    for part in parts where whole != .differs && part != .same { whole = part }
    return whole
  }
}

/// How far two numbers, or two lists of numbers, are apart; of lists, the largest of all.
public struct Distance: Sendable, Hashable {
  public let absolute: Double
  /// By the size of the recorded number; infinite where that is 0 or not finite.
  public let relative: Double
}

/// A recorded field beside what was found now.
public struct FieldComparison: Sendable, Equatable {
  /// The line of the session that holds the field.
  public let line: Int
  /// Which row of a history, such as `epoch 3`.
  public let row: String?
  public let field: String
  /// As it is written in the session; nil where nothing was recorded.
  public let recorded: String?
  /// Nil where nothing was found.
  public let found: String?
  public let verdict: Verdict
  /// Nil for what has no distance: texts, hashes, lists of another length.
  public let distance: Distance?
  /// Whether the field was left out because numbers were judged by a tolerance, which a hash can't be.
  public let isUnevaluated: Bool

  public init(
    line: Int, row: String?, field: String, recorded: String?, found: String?, verdict: Verdict,
    distance: Distance?,
    isUnevaluated: Bool
  ) {
    self.line = line
    self.row = row
    self.field = field
    self.recorded = recorded
    self.found = found
    self.verdict = verdict
    self.distance = distance
    self.isUnevaluated = isUnevaluated
  }
}

/// Holds the results of a replay against those recorded.
///
/// Equal bits are the same, whatever the machine. Other bits differ when the environment is the recorded one,
/// and are inconclusive when it is another.
public struct Comparison: Sendable {
  /// Fields that say what a command took in, not what it found out.
  public static let inputFields: Set<String> = ["fingerprint", "file_hash"]

  /// The field that names the files which pixels were decoded from. It tells why a fingerprint is another one,
  /// and decides nothing where the fingerprint is the same. Records of before it was there lack it.
  private static let files = "files_hash"

  /// The environment of this run.
  public let current: SessionHeader

  public init(current: SessionHeader) { self.current = current }

  /// What explains other bits of an entry; empty when nothing does.
  ///
  /// - Parameter result: What was found: numerics count of the areas alone that it depends on.
  public func environmentDifferences(
    _ entry: SessionEntry, for result: ResultRecord? = nil
  ) -> [EnvironmentDifference] {
    entry.environment.differences(from: current, areas: result?.numerics)
  }

  /// Compares a result with the recorded one.
  ///
  /// - Parameter tolerance: how far numbers may be apart, by the size of the recorded one. Hashes of results
  ///   are not judged then. Nil compares bits.
  /// - Parameter tookOwnFile: Whether what it took in is a file that the replay wrote before: a result like
  ///   any other, and no other data.
  public func compare(
    _ entry: SessionEntry, with result: ResultRecord, tolerance: Double? = nil, tookOwnFile: Bool = false
  ) -> EntryComparison {
    let mismatch: Verdict = environmentDifferences(entry, for: result).isEmpty ? .differs : .inconclusive
    var fields: [FieldComparison] = []
    let found = ResultLines(result).compared
    let measured = Set(result.fields.filter(\.isMeasured).map(\.name))
    // The last recorded line holds the scalars, all before it are rows: so rows stay with rows when there are
    // more or fewer.
    let hasScalars = !ResultLines(result).scalars.isEmpty
    let recordedRows = hasScalars ? Array(entry.results.dropLast()) : entry.results
    let foundRows = hasScalars ? Array(found.dropLast()) : found
    for (index, line) in recordedRows.enumerated() {
      let row = line.fields.first.map { "\($0.name) \($0.text)" }
      let other = index < foundRows.count ? foundRows[index] : []
      fields += compare(
        line, with: other, row: row, skipping: [], mismatch: mismatch, tolerance: tolerance,
        tookOwnFile: tookOwnFile)
    }
    if foundRows.count > recordedRows.count {
      let extra = foundRows[recordedRows.count]
      fields.append(
        FieldComparison(
          line: entry.results.last?.line ?? entry.line, row: nil, field: extra.first?.name ?? "rows",
          recorded: nil,
          found: RecordedText.fields(extra), verdict: mismatch, distance: nil, isUnevaluated: false))
    }
    if hasScalars, let line = entry.results.last {
      fields += compare(
        line, with: found.last ?? [], row: nil, skipping: measured, mismatch: mismatch, tolerance: tolerance,
        tookOwnFile: tookOwnFile)
    }
    fields += unrecorded(
      entry, foundRows, recordedRows, scalars: hasScalars ? found.last ?? [] : [], mismatch)
    if entry.stopped?.step != result.stoppedAtStep {
      fields.append(
        FieldComparison(
          line: entry.stopped?.line ?? entry.line, row: nil, field: "stopped",
          recorded: entry.stopped.map { "step=\($0.step)" },
          found: result.stoppedAtStep.map { "step=\($0)" }, verdict: mismatch, distance: nil,
          isUnevaluated: false))
    }
    let isOtherData =
      !tookOwnFile && fields.contains { Self.inputFields.contains($0.field) && $0.verdict != .same }
    if isOtherData {
      fields = fields.map { $0.verdict == .differs ? $0.with(.inconclusive) : $0 }
    } else {
      fields.removeAll { $0.field == Self.files }
    }
    return EntryComparison(
      line: entry.line, text: entry.text, fields: fields, verdict: .whole(fields.map(\.verdict)),
      endsReplay: isOtherData,
      isOtherDecoder: isOtherData && fields.contains { $0.field == Self.files && $0.verdict == .same })
  }

  /// A command that succeeded when it was recorded, and fails now. Where it took data in, the data is another
  /// or gone: that says nothing about results, and ends the replay.
  ///
  /// - Parameters:
  ///   - mayBeOfTheDisk: Whether it failed where it was to write a file, which says nothing about results
  ///     either.
  ///   - tookOwnFile: Whether what it took in is a file that the replay wrote before.
  public func compare(
    _ entry: SessionEntry, withFailure message: String, mayBeOfTheDisk: Bool = false,
    tookOwnFile: Bool = false
  ) -> EntryComparison {
    let tookDataIn =
      !tookOwnFile && entry.results.contains { $0.fields.contains { Self.inputFields.contains($0.name) } }
    let isElsewhere = !environmentDifferences(entry).isEmpty
    let verdict = tookDataIn || mayBeOfTheDisk || isElsewhere ? Verdict.inconclusive : .differs
    let field = FieldComparison(
      line: entry.line, row: nil, field: "error", recorded: nil, found: message, verdict: verdict,
      distance: nil,
      isUnevaluated: false)
    return EntryComparison(
      line: entry.line, text: entry.text, fields: [field], verdict: verdict, endsReplay: tookDataIn)
  }

  /// What was found and the record lacks: a line that was taken out of it, or moved to what is never
  /// compared. Another version of the program may find more than the one that recorded; what sessions
  /// of an earlier format lack says nothing.
  private func unrecorded(
    _ entry: SessionEntry, _ foundRows: [[ResultRecord.Field]], _ recordedRows: [RecordedLine],
    scalars: [ResultRecord.Field], _ mismatch: Verdict
  ) -> [FieldComparison] {
    guard entry.environment.format == current.format else { return [] }
    let verdict = entry.environment.programVersion == current.programVersion ? mismatch : .inconclusive
    var missing: [FieldComparison] = []
    func add(_ found: [ResultRecord.Field], _ line: RecordedLine?, row: String?) {
      let recorded = Set(line?.fields.map(\.name) ?? [])
      for field in found where !recorded.contains(field.name) && field.name != Self.files {
        // Before it was kept, a number with a format was recorded as it was printed.
        if field.name == PrintedText.valueField, recorded.contains(PrintedText.textField) { continue }
        missing.append(
          FieldComparison(
            line: line?.line ?? entry.line, row: row, field: field.name, recorded: nil,
            found: RecordedText.value(field.value),
            verdict: verdict, distance: nil, isUnevaluated: false))
      }
    }
    for (line, found) in zip(recordedRows, foundRows) {
      add(found, line, row: line.fields.first.map { "\($0.name) \($0.text)" })
    }
    add(scalars, entry.results.last, row: nil)
    return missing
  }

  private func compare(
    _ line: RecordedLine, with found: [ResultRecord.Field], row: String?, skipping measured: Set<String>,
    mismatch: Verdict, tolerance: Double?, tookOwnFile: Bool
  ) -> [FieldComparison] {
    // Two fields may have one name: what `choose` says of an option, and of itself.
    var others = Dictionary(grouping: found, by: \.name)
    return line.fields.compactMap { field in
      if measured.contains(field.name) { return nil }
      let other = others[field.name]?.first
      if other != nil { others[field.name]?.removeFirst() }
      let text = other.map { RecordedText.value($0.value) }
      let value = text.flatMap(RecordedValue.init)
      let isSame = value.map(field.value.isSame) ?? false
      let distance = isSame ? nil : value.flatMap { Distance(from: field.value, to: $0) }
      var verdict = isSame ? Verdict.same : mismatch
      var isUnevaluated = false
      if !isSame, let tolerance {
        if let distance, distance.relative <= tolerance { verdict = .same }
        if field.value.isHash, value?.isHash == true, tookOwnFile || !Self.inputFields.contains(field.name) {
          verdict = .same
          isUnevaluated = true
        }
      }
      return FieldComparison(
        line: line.line, row: row, field: field.name, recorded: field.text, found: text, verdict: verdict,
        distance: distance,
        isUnevaluated: isUnevaluated)
    }
  }
}
