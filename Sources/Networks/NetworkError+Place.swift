extension NetworkError {
  /// The line of the block, from 1, whose layer is at fault; nil where no single layer is.
  public var line: Int? {
    switch self {
    case .unknownLayer(_, let line), .unexpectedBlock(_, let line), .layer(_, let line, _, _, _), .lastLayer(_, let line, _, _),
      .tooLarge(_, let line, _):
      line
    default: nil
    }
  }
}
