/// The trading days of the simulated market: weekdays without the yearly holidays of the American
/// exchanges, by their rules; single closures for other reasons are not in it.
enum SimulatedCalendar {
  /// The trading days from 2004-01-02 to 2016-12-30, ascending.
  static let days: [TradingDay] = (2004...2016).flatMap { year in
    let closed = holidays(of: year)
    return (day(year, 1, 1)...day(year, 12, 31)).filter { number in
      TradingDay(number: number).weekday <= 5 && !closed.contains(number)
    }
    .map { TradingDay(number: $0) }
  }

  private static func holidays(of year: Int) -> [Int] {
    [
      observed(day(year, 1, 1), movesToFriday: false),
      monday(3, of: 1, in: year),
      monday(3, of: 2, in: year),
      easterSunday(of: year) - 2,
      monday(1, of: 6, in: year) - 7,
      observed(day(year, 7, 4), movesToFriday: true),
      monday(1, of: 9, in: year),
      monday(1, of: 11, in: year, weekday: 4) + 21,
      observed(day(year, 12, 25), movesToFriday: true),
    ]
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
    TradingDay(year: year, month: month, day: day)?.number ?? 0
  }

  private static func observed(_ number: Int, movesToFriday: Bool) -> Int {
    switch TradingDay(number: number).weekday {
    case 6: movesToFriday ? number - 1 : number
    case 7: number + 1
    default: number
    }
  }

  /// The n-th Monday of a month, or its n-th other weekday.
  private static func monday(_ n: Int, of month: Int, in year: Int, weekday: Int = 1) -> Int {
    let first = day(year, month, 1)
    let offset = (weekday - TradingDay(number: first).weekday + 7) % 7
    return first + offset + 7 * (n - 1)
  }

  /// By the rule of the Gregorian calendar for the years 1900 to 2099 (Gauss).
  private static func easterSunday(of year: Int) -> Int {
    let moon = (19 * (year % 19) + 24) % 30
    let weekday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    var offset = moon + weekday
    if offset == 35 || (moon == 28 && weekday == 6 && year % 19 > 10) { offset -= 7 }
    return day(year, 3, 22) + offset
  }
}
