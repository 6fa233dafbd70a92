/// A calendar day of the Gregorian calendar, without time or zone; the years 1 to 9999.
public struct TradingDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01.
  public var number: Int { Int(storedNumber) }

  private let storedNumber: Int32

  /// The day of that number of days since 1970-01-01, which must lie in the years 1 to 9999.
  public init(number: Int) {
    precondition(Self.numbers.contains(number), "day number \(number) lies outside \(Self.numbers)")
    storedNumber = Int32(number)
  }

  /// The day of that date; nil if the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard 1...9999 ~= year, 1...12 ~= month, 1...31 ~= day else { return nil }
    let number = Self.number(year: year, month: month, day: day)
    guard number < Self.number(year: year, month: month + 1, day: 1) else { return nil }
    storedNumber = Int32(number)
  }

  /// Reads an ISO date such as 2013-07-26: four, two and two digits; nil for any other text.
  public init?(_ text: String) {
    var text = text
    let day = text.withUTF8 { TradingDay(isoBytes: $0) }
    guard let day else { return nil }
    self = day
  }

  /// Reads the ten bytes of an ISO date.
  init?(isoBytes bytes: UnsafeBufferPointer<UInt8>) {
    let dash = UInt8(ascii: "-")
    guard bytes.count == 10, bytes[4] == dash, bytes[7] == dash else { return nil }
    var digits = 0
    for index in 0..<10 where index != 4 && index != 7 {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      digits = digits &* 10 &+ Int(digit)
    }
    self.init(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
  }

  /// Year, month 1…12 and day 1…31.
  public var date: (year: Int, month: Int, day: Int) {
    // Years are counted from 1 March, so that the leap day is a year's last; eras have 400 years.
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The year.
  public var year: Int { date.year }

  /// The day of the month, 1…31.
  public var day: Int { date.day }

  /// The day of the week, 1 for Monday to 7 for Sunday.
  public var weekday: Int { ((number + 3) % 7 + 7) % 7 + 1 }

  /// The ISO text, such as 2013-07-26.
  public var description: String {
    let (year, month, day) = date
    func padded(_ value: Int, to width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  /// Orders days in time.
  public static func < (left: TradingDay, right: TradingDay) -> Bool {
    left.storedNumber < right.storedNumber
  }

  private static let numbers =
    number(year: 1, month: 1, day: 1)...number(year: 9999, month: 12, day: 31)

  /// The month after December counts as the 13th.
  private static func number(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
