internal import COneDNN

/// How a number is kept in memory. Sums are always collected in 32 bits.
public enum Precision: String, Sendable, Hashable, CaseIterable {
  case float32 = "f32"
  /// The upper half of a 32-bit float: its range, with 8 bits of precision (Kalamkar et al.,
  /// arXiv:1905.12322).
  case bfloat16 = "bf16"

  var raw: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
}

extension Layout {
  public var precision: Precision { raw.data_type == dnnl_bf16 ? .bfloat16 : .float32 }

  /// The same order of elements, each kept otherwise.
  public func converted(to precision: Precision) -> Layout {
    var copy = raw
    copy.data_type = precision.raw
    return Layout(raw: copy)
  }

  /// The same memory as one row of numbers, with the padding of blocks.
  public var flat: Layout { .plain([byteCount / (precision == .bfloat16 ? 2 : 4)], of: raw.data_type) }
}
