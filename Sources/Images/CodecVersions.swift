internal import CJPEG
internal import CPNG

/// The versions of the codec libraries, which may affect decoded pixels.
public enum CodecVersions {
  /// The version of libpng at run time, such as "1.6.39".
  public static var png: String { String(cString: fovea_png_version()) }
  /// The version of libjpeg-turbo at build time, such as "2.1.5"; it isn't available at run time.
  public static var jpeg: String { String(cString: fovea_jpeg_version()) }
}
