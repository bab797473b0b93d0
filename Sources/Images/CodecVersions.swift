internal import CJPEG
internal import CPNG

/// The versions of the codec libraries, for people who compare pixels.
public enum CodecVersions {
  /// Of the libpng that runs, such as "1.6.39".
  public static var png: String { String(cString: fovea_png_version()) }
  /// Of the libjpeg-turbo that this was built with, such as "2.1.5"; it can't be asked at run time.
  public static var jpeg: String { String(cString: fovea_jpeg_version()) }
}
