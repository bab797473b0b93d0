extension NetworkError {
  /// The number of the faulty line of the definition, from 1; nil if it isn't a single one.
  public var line: Int? {
    switch self {
    case .unknownLayer(_, let line), .unexpectedBlock(_, let line), .layer(_, let line, _, _, _),
      .lastLayer(_, let line, _, _),
      .tooLarge(_, let line, _), .wrongBlocks(_, let line, _), .misplaced(_, let line, _),
      .secondSkip(_, let line), .invalidArgument(_, _, _, let line),
      .badName(_, _, let line), .repeatedName(_, _, let line), .unknownName(_, _, let line, _):
      line
    default: nil
    }
  }
}
