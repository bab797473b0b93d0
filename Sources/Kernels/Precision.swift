internal import COneDNN

/// The number format of activations and weights. Sums are always accumulated in float32.
public enum Precision: String, Sendable, Hashable, CaseIterable {
  /// IEEE 754 single precision.
  case float32 = "f32"
  /// The upper half of a float32: the same range, 8 bits of precision (Kalamkar et al., arXiv:1905.12322).
  case bfloat16 = "bf16"

  var raw: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
}

extension Layout {
  /// The number format of the elements.
  public var precision: Precision { type == dnnl_bf16 ? .bfloat16 : .float32 }

  /// The same order of elements in another format.
  public func converted(to precision: Precision) -> Layout { converted(to: precision.raw) }

  /// The same memory as a one-dimensional tensor, including block padding.
  public var flat: Layout { .plain([byteCount / (precision == .bfloat16 ? 2 : 4)], of: type) }
}
