extension DataSet {
  /// Computes statistics over all images.
  ///
  /// - Complexity: O(bytes), and O(n log n) for n images.
  /// - Throws: `DataError` where images aren't in memory and can't be read any more.
  public func description() throws(DataError) -> DataReport {
    let parts = parts
    let duplicates = try DuplicateIndex(parts.map(\.part))
    let reports = try parts.enumerated().map { place, entry throws(DataError) in
      DataReport.PartReport(
        name: entry.name, count: entry.part.count, classCounts: entry.part.counts(classes: classes.count),
        sizes: Self.sizes(of: entry.part), channels: try Self.channels(of: entry.part),
        duplicates: duplicates.groups.reduce(0) { sum, group in
          sum + max(0, group.count { $0.part == place } - 1)
        })
    }
    var overlaps: [DataReport.Overlap] = []
    for first in parts.indices {
      for second in parts.indices where second > first {
        let shared = duplicates.groups.reduce(0) { sum, group in
          group.contains { $0.part == first } ? sum + group.count { $0.part == second } : sum
        }
        if shared > 0 {
          overlaps.append(.init(first: parts[first].name, second: parts[second].name, count: shared))
        }
      }
    }
    return DataReport(
      classes: classes, parts: reports, overlaps: overlaps, doubtful: try doubtful(parts, duplicates),
      warnings: warnings)
  }

  private static func sizes(of part: Part) -> [DataReport.SizeCount] {
    if let shape = part.uniformShape { return [.init(shape: shape, count: part.count)] }
    var places: [SampleShape: Int] = [:]
    var found: [(shape: SampleShape, count: Int)] = []
    for position in 0..<part.count {
      let shape = part.shape(position)
      let place = places[shape] ?? found.count
      if place == found.count {
        places[shape] = place
        found.append((shape, 0))
      }
      found[place].count += 1
    }
    // Swift's sort keeps the order of equals.
    return found.sorted { $0.count > $1.count }.map { .init(shape: $0.shape, count: $0.count) }
  }

  private static func channels(of part: Part) throws(DataError) -> [FittedPreparation.ChannelScale] {
    guard part.count > 0 else { return [] }
    let channels = (0..<part.count).reduce(0) { max($0, part.shape($1).channels) }
    return try ChannelStatistics.scales(part.store, part.indices, channels: channels)
  }

  private func doubtful(
    _ parts: [(name: PartName, part: Part)], _ duplicates: DuplicateIndex
  ) throws(DataError) -> [DataReport.SuspiciousImage] {
    var doubtful: [DataReport.SuspiciousImage] = []
    func add(_ place: DuplicateIndex.Place, _ reason: DataReport.SuspiciousImage.Reason) {
      let (name, part) = parts[place.part]
      doubtful.append(
        .init(
          part: name, position: place.position, labels: part.target(place.position).labels,
          file: part.file(place.position),
          reason: reason))
    }
    var contradictions: [DuplicateIndex.Place: DuplicateIndex.Place] = [:]
    for group in duplicates.groups {
      for place in group.dropFirst() {
        if parts[place.part].part.target(place.position).labels
          != parts[group[0].part].part.target(group[0].position).labels
        {
          contradictions[place] = group[0]
        }
      }
    }
    for (place, entry) in parts.enumerated() {
      for position in 0..<entry.part.count {
        let here = DuplicateIndex.Place(part: place, position: position)
        let channels = entry.part.shape(position).channels
        if try entry.part.store.isBlank(entry.part.indices[position], channels: channels) {
          add(here, .blank)
        }
        if let other = contradictions[here] {
          let (name, part) = parts[other.part]
          add(
            here,
            .otherClass(
              part: name, position: other.position, labels: part.target(other.position).labels,
              file: part.file(other.position)))
        }
      }
    }
    return doubtful
  }
}

extension ImageStore {
  /// Whether all pixels of an image are the same. One with a single pixel, such as features in channels,
  /// isn't called so.
  fileprivate func isBlank(_ index: Int, channels: Int) throws(DataError) -> Bool {
    guard holdsFloats else {
      return try withPixels(index) { pixels in
        pixels.indices.allSatisfy { pixels[$0] == pixels[$0 % channels] }
      }
    }
    return try withValues(index) { values in
      values.count > channels && values.indices.allSatisfy { values[$0] == values[$0 % channels] }
    }
  }
}

/// Images that are the same, pixel by pixel, within and across parts.
struct DuplicateIndex {
  struct Place: Sendable, Hashable {
    let part: Int
    let position: Int
  }

  /// Groups of two and more, each in the order of parts and positions, as are the groups by their first
  /// image.
  let groups: [[Place]]

  init(_ parts: [Part]) throws(DataError) {
    var images: [(hash: UInt64, place: Place)] = []
    for (number, part) in parts.enumerated() {
      for (position, hash) in part.imageHashes.enumerated() {
        images.append((hash, Place(part: number, position: position)))
      }
    }
    images.sort {
      ($0.hash, $0.place.part, $0.place.position) < ($1.hash, $1.place.part, $1.place.position)
    }
    var groups: [[Place]] = []
    var start = 0
    while start < images.count {
      var end = start + 1
      while end < images.count, images[end].hash == images[start].hash { end += 1 }
      if end > start + 1 { groups += try Self.equal(images[start..<end].map(\.place), parts) }
      start = end
    }
    self.groups = groups.sorted { ($0[0].part, $0[0].position) < ($1[0].part, $1[0].position) }
  }

  /// Different pictures may have one hash: only bytes decide.
  private static func equal(_ places: [Place], _ parts: [Part]) throws(DataError) -> [[Place]] {
    var groups: [[Place]] = []
    for place in places {
      var group: Int?
      for (number, own) in groups.enumerated() where group == nil {
        if try isSame(own[0], place, parts) { group = number }
      }
      if let group {
        groups[group].append(place)
      } else {
        groups.append([place])
      }
    }
    return groups.filter { $0.count > 1 }
  }

  private static func isSame(_ first: Place, _ second: Place, _ parts: [Part]) throws(DataError) -> Bool {
    let (one, two) = (parts[first.part], parts[second.part])
    guard one.shape(first.position) == two.shape(second.position) else { return false }
    guard one.store.holdsFloats == two.store.holdsFloats else { return false }
    let (left, right) = (one.indices[first.position], two.indices[second.position])
    return try one.store.withContent(left..<left + 1) { left throws(DataError) in
      try two.store.withContent(right..<right + 1) { right in left.elementsEqual(right) }
    }
  }
}
