import Foundation

/// Files that another program has written (h5py 3.16), as the bytes that are not zero.
enum ForeignFile {
  /// Numbers of other widths and orders, texts of fixed and of variable length, no digest.
  ///
  /// f.attrs["schema"] = "größe"; f["single"] = [[0.5, -1], [2, 4]] as >f4; f["bytes"] = [0, 255]
  /// as u1; f["big"] = [-2, 300] as >i2; f["names"] = ["a", "längst", ""]; f["fixed"] = [b"ab",
  /// b"c"]; f["fixed"].attrs["half"] = float16(0.5); f.create_group("bare")
  static let readable = data(
    6218,
    [
      0: "iUhERg0KGgoDCAgAAAAAAAAAAAD//////////0oYAAAAAAAAMAAAAAAAAACHS2dRT0hEUgIAeBAQ"
        + "AAC/AQAAAAAAADMAAAAAAAAACgIAAQAAFRIABAAA/////////////////////ww4AAADAAcAFAAE"
        + "AABzY2hlbWEAGQEBABAAAAAQAAAAAQAAAAAACAACAAAABwAAAAAIAAAAAAAAAQAAAAAIAAAAAAAA"
        + "AAAAAFW8lJpPSERSAgEAAQEkAAACAgEBAgAAAAAAAAACAAAAAAAAAAIAAAAAAAAAAgAAAAAAAAAD"
        + "FAABESEfAAQAAAAAACAAFwgAF38AAAAFAgABAwoIEgAAAwEAGAAAAAAAABAAAAAAAAAAAKA=",
      443: "DOG+tk9DSEsCEgAAAAD/////////////////////EBAAAP4CAAAAAAAAMQAAAAAAAAAAg+6pBE9I"
        + "RFICAQABARQAAAIBAQECAAAAAAAAAAIAAAAAAAAAAwwAARAAAAABAAAAAAAIAAUCAAEDCggSAAAD"
        + "ARAYAAAAAAAAAgAAAAAAAAAAuA==",
      762: "dAcP5E9DSEsGEQAAAQAGc2luZ2xlswAAAAAAAAAQEAAAOwQAAAAAAAAuAAAAAAAAABzZJWtPSERS"
        + "AgEAAQEUAAACAQEBAgAAAAAAAAACAAAAAAAAAAMMAAEQCQAAAgAAAAAAEAAFAgABAwoIEgAAAwES"
        + "GAAAAAAAAAQAAAAAAAAAALg=",
      1079: "jWUlQ09DSEsQEAAAdQUAAAAAAAAwAAAAAAAAAAYOAAABAANiaWcvAwAAAAAAAHJ526xPSERSAgEA"
        + "AQEUAAACAQEBAwAAAAAAAAADAAAAAAAAAAMUAAEZAQEAEAAAABAAAAABAAAAAAAIAAUCAAEDAggS"
        + "AAADARYYAAAAAAAAMAAAAAAAAAAAsA==",
      1393: "gC/UcE9DSEsQEAAAsQYAAAAAAAAwAAAAAAAAABAQAABkBwAAAAAAAC8AAAAAAAAAbw1ZKE9IRFIC"
        + "AQABARQAAAIBAQECAAAAAAAAAAIAAAAAAAAAAwgAARMBAAACAAAABQIAAQMKCBIAAAMBRhgAAAAA"
        + "AAAEAAAAAAAAABUSAAQAAP////////////////////8MKAAAAwAFABQABAAAaGFsZgARIA8AAgAA"
        + "AAAAEAAKBQAKDwAAAAIAAAAAOAB6",
      1709: "ze/m9k9DSEsGEAAAAQAFYnl0ZXPyAQAAAAAAAAYQAAABAAVmaXhlZKUFAAAAAAAASHXFNU9IRFIC"
        + "AHgCEgAAAAD/////////////////////CgIAAQAAAFg=",
      1888: "xbnIrE9DSEsGEAAAAQAFbmFtZXNpBAAAAAAAAAYPAAABAARiYXJl4QYAAAAAAADR01kx",
      2048: "R0NPTAEAAAAAEAAAAAAAAAEAAAAAAAAABwAAAAAAAABncsO2w59lAAIAAAAAAAAAAAAAAAAAAAAD"
        + "AAAAAAAAAAcAAAAAAAAAbMOkbmdzdAAEAAAAAAAAAAEAAAAAAAAAYQAAAAAAAAAAAAAAAAAAAJgP",
      6144: "PwAAAL+AAABAAAAAQIAAAAD///4BLAEAAAAACAAAAAAAAAQAAAAHAAAAAAgAAAAAAAADAAAAAAAA"
        + "AAAIAAAAAAAAAgAAAGFiYw==",
    ])

  /// A truth value: f["group/truth"] = [True].
  static let truth = data(
    2049,
    [
      0: "iUhERg0KGgoDCAgAAAAAAAAAAAD//////////wEIAAAAAAAAMAAAAAAAAAD8NTJpT0hEUgIAeAIS"
        + "AAAAAP////////////////////8KAgABAAAGEAAAAQAFZ3JvdXC/AQAAAAAAAABE",
      175: "/7qtB09IRFICAQABARQAAAIBAQEBAAAAAAAAAAEAAAAAAAAAAyEAATgCAAABAAAAEAgAAAEAAAAA"
        + "AAgARkFMU0UAVFJVRQAAAQUCAAEDCggSAAADAQAIAAAAAAAAAQAAAAAAAAAAow==",
      443: "ijR/X09IRFICIHp+A2t6fgNren4Da3p+A2t4AhIAAAAA/////////////////////woCAAEAAAYQ"
        + "AAABAAV0cnV0aLMAAAAAAAAAAEQ=",
      590: "R5/R8Q==",
      2048: "AQ==",
    ])

  /// A soft link: f["alias"] = h5py.SoftLink("/elsewhere").
  static let link = data(
    179,
    [
      0: "iUhERg0KGgoDCAgAAAAAAAAAAAD//////////7MAAAAAAAAAMAAAAAAAAACVVVaLT0hEUgIAeAIS"
        + "AAAAAP////////////////////8KAgABAAAGFQAAAQgBBWFsaWFzCgAvZWxzZXdoZXJlAD8=",
      175: "VEba2g==",
    ])

  /// An attribute: f.attrs["unsigned"] = uint64(1).
  static let unsigned = data(
    179,
    [
      0: "iUhERg0KGgoDCAgAAAAAAAAAAAD//////////7MAAAAAAAAAMAAAAAAAAACVVVaLT0hEUgIAeAIS"
        + "AAAAAP////////////////////8KAgABAAAVEgAEAAD/////////////////////DCoAAAMACQAM"
        + "AAQAAHVuc2lnbmVkABAAAAAIAAAAAABAAAIAAAABAAAAAAAAAAAUAAAAAAAAAAAAAAAAAAAAAAAA"
        + "AAAAADTR2V0="
    ])

  /// A group whose name is not UTF-8: h5g.create(f.id, b"caf\xe9").
  static let latinGroup = data(
    326,
    [
      0: "iUhERg0KGgoDCAgAAAAAAAAAAAD//////////0YBAAAAAAAAMAAAAAAAAABB+qIwT0hEUgIAeAIS"
        + "AAAAAP////////////////////8KAgABAAAGDwAAAQAEY2Fm6bMAAAAAAAAAAEU=",
      175: "moFFBk9IRFICILKACGuygAhrsoAIa7KACGt4AhIAAAAA/////////////////////woCAAEAAABY",
      322: "WoJ8hA==",
    ])

  /// An attribute whose name is not UTF-8: h5a.create(f.id, b"caf\xe9", …).
  static let latinAttribute = data(
    179,
    [
      0: "iUhERg0KGgoDCAgAAAAAAAAAAAD//////////7MAAAAAAAAAMAAAAAAAAACVVVaLT0hEUgIAeAIS"
        + "AAAAAP////////////////////8KAgABAAAVEgAEAAD/////////////////////DC4AAAMABQAU"
        + "AAQAAGNhZukAESA/AAgAAAAAAEAANAsANP8DAAACAAAAAAAAAAAAAAAAEA==",
      175: "7LC0rw==",
    ])

  static func data(_ count: Int, _ segments: KeyValuePairs<Int, String>) -> Data {
    var data = Data(count: count)
    for (start, text) in segments {
      let bytes = Data(base64Encoded: text) ?? Data()
      data.replaceSubrange(start..<start + bytes.count, with: bytes)
    }
    return data
  }
}
