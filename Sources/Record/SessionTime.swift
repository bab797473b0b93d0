internal import Glibc

/// A moment in UTC, to the second.
public struct SessionTime: Sendable, Hashable {
  public let secondsSince1970: Int

  public init(secondsSince1970: Int) { self.secondsSince1970 = secondsSince1970 }

  public static var now: SessionTime {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return SessionTime(secondsSince1970: time.tv_sec)
  }

  /// `2026-11-23T14:05:11Z`
  public var text: String {
    let (year, month, day) = date
    return
      "\(padded(year, 4))-\(padded(month))-\(padded(day))"
      + "T\(padded(hour)):\(padded(minute)):\(padded(second))Z"
  }

  /// `20261123-140511`, as in the names of files.
  public var fileText: String {
    let (year, month, day) = date
    return
      "\(padded(year, 4))\(padded(month))\(padded(day))-\(padded(hour))\(padded(minute))\(padded(second))"
  }

  private var secondOfDay: Int { (secondsSince1970 % 86400 + 86400) % 86400 }
  private var days: Int { secondsSince1970 / 86400 - (secondsSince1970 % 86400 < 0 ? 1 : 0) }
  private var hour: Int { secondOfDay / 3600 }
  private var minute: Int { secondOfDay / 60 % 60 }
  private var second: Int { secondOfDay % 60 }

  /// The Gregorian date, by eras of 400 years that begin on 1 March, so that the leap day is a year's last.
  private var date: (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }

  private func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
