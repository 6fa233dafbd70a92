// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// How many doubles a vector of the build holds: 8 where this machine has the instructions of
/// x86-64-v4 (AVX-512), 4 where it has those of x86-64-v3 (AVX2, fused multiply–add), 2
/// otherwise.
///
/// A build runs where it is made. Set VECTORS to 4 or 2 for narrower ones (the same bits), or
/// PORTABLE=1 for a build that runs on every x86-64: the same bits again, but very slowly.
let vectors: Int = {
  #if !arch(x86_64)
    return 2
  #else
    if Context.environment["PORTABLE"] != nil { return 2 }
    #if os(macOS)
      let widest = 4  // as every Mac that runs macOS 15
    #else
      let processor = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
      let flags = Set(processor.split { $0 == " " || $0 == "\n" })
      let has4 = flags.isSuperset(of: ["avx2", "fma", "bmi1", "bmi2", "f16c", "movbe", "abm"])
      let has8 = flags.isSuperset(of: ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"])
      let widest = !has4 ? 2 : has8 ? 8 : 4
    #endif
    return min(widest, Context.environment["VECTORS"].flatMap { Int($0) } ?? 8)
  #endif
}()

/// Plain `swift run` (debug) must run optimised code: of two `-O…` flags the last one wins, and
/// nothing specialises across files without `-wmo` (which fails to link without `-num-threads`).
let optimised: [SwiftSetting] =
  [
    .unsafeFlags(
      ["-O", "-wmo", "-num-threads", "2", "-disable-batch-mode", "-cross-module-optimization"],
      .when(configuration: .debug))
  ]
  + (vectors >= 4
    ? [
      .unsafeFlags(["-Xcc", vectors >= 8 ? "-march=x86-64-v4" : "-march=x86-64-v3"]),
      .define(vectors >= 8 ? "VECTORS_OF_8" : "VECTORS_OF_4"),
    ] : [])

/// One C library: its module map and shim header, nothing else.
func library(_ name: String, pkgConfig: String? = nil, debian: String, homebrew: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian]), .brew([homebrew])])
}

/// One room of the house: a Swift target that may import exactly `rooms`, which stand above it.
func room(_ name: String, _ rooms: [String], products: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: rooms.map { .byName(name: $0) } + products, swiftSettings: optimised)
}

/// The tests of one room, which may use `rooms` besides.
func tests(of room: String, _ rooms: [String] = []) -> Target {
  .testTarget(
    name: room + "Tests", dependencies: ([room] + rooms).map { .byName(name: $0) },
    exclude: room == "Charts" ? ["Snapshots"] : [], swiftSettings: optimised)
}

let package = Package(
  name: "report",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "report", targets: ["report"]),
    .executable(name: "benchmarks", targets: ["benchmarks"]),
    // For a study of one's own: domains, attacks and experiments; and the report of what they found
    .library(
      name: "Poisoning",
      targets: [
        "Reproducibility", "Statistics", "LinearAlgebra", "Differentiation", "Data", "Learning",
        "Attacks", "Domains", "Experiments",
      ]),
    .library(name: "PoisoningReport", targets: ["Charts", "Paper", "Site"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    library("COpenBLAS", pkgConfig: "openblas", debian: "libopenblas-dev", homebrew: "openblas"),
    library("CLAPACKE", pkgConfig: "lapacke", debian: "liblapacke-dev", homebrew: "lapack"),
    library("CCairo", pkgConfig: "cairo", debian: "libcairo2-dev", homebrew: "cairo"),
    library("CHDF5", pkgConfig: "hdf5", debian: "libhdf5-dev", homebrew: "hdf5"),
    library("CMETIS", debian: "libmetis-dev", homebrew: "metis"),
    library("COpenSSL", pkgConfig: "libcrypto", debian: "libssl-dev", homebrew: "openssl@3"),

    // Layer 0
    room("Reproducibility", ["COpenSSL"]),
    room("Statistics", []),
    // Layer 1: one C library has one Swift door
    room("LinearAlgebra", ["COpenBLAS", "CLAPACKE"]),
    room("Storage", ["CHDF5", "Reproducibility"]),
    room("Charts", ["CCairo"]),
    // Layers 2 and 3
    room("Data", ["Reproducibility"]),
    room("Differentiation", ["LinearAlgebra"]),
    room("Optimization", ["LinearAlgebra", "Differentiation"]),
    // Layer 4
    room("Learning", ["Reproducibility", "LinearAlgebra", "Differentiation", "Optimization"]),
    // Layer 5: siblings
    room("Attacks", ["Reproducibility", "LinearAlgebra", "Differentiation", "Learning"]),
    room(
      "Domains",
      [
        "CMETIS", "Reproducibility", "Statistics", "LinearAlgebra", "Storage", "Data",
        "Differentiation", "Optimization", "Learning",
      ]),
    // Layers 6 to 9
    room(
      "Experiments",
      [
        "Reproducibility", "Statistics", "LinearAlgebra", "Storage", "Data", "Differentiation",
        "Optimization", "Learning", "Attacks", "Domains",
      ]),
    room(
      "Paper",
      [
        "Reproducibility", "Statistics", "LinearAlgebra", "Data", "Differentiation", "Learning",
        "Attacks", "Domains", "Experiments",
      ]),
    room(
      "Site",
      [
        "Reproducibility", "Statistics", "LinearAlgebra", "Storage", "Charts", "Data", "Learning",
        "Attacks", "Domains", "Experiments", "Paper",
      ],
      products: [.product(name: "Mustache", package: "swift-mustache")]),
    .executableTarget(
      name: "report",
      dependencies: [
        "Reproducibility", "Statistics", "LinearAlgebra", "Storage", "Data", "Learning", "Attacks",
        "Domains", "Experiments", "Paper", "Site",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: optimised),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Reproducibility", "LinearAlgebra", "Data", "Differentiation", "Optimization", "Learning",
        "Attacks", "Domains", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/Benchmarks", exclude: ["moreau_qp.py"],
      swiftSettings: optimised),

    .executableTarget(
      name: "reliability",
      dependencies: [
        "Reproducibility", "LinearAlgebra", "Storage", "Data", "Differentiation", "Optimization",
        "CHDF5", "Domains", "Learning", "Experiments", "Paper", "Site", "OptimizationSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/Reliability", swiftSettings: optimised),

    .executableTarget(
      name: "court",
      dependencies: [
        "Reproducibility", "LinearAlgebra", "Storage", "Differentiation", "Optimization", "Site",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/Court", exclude: ["suite.py", "layers.py", "suite.h5"],
      swiftSettings: optimised),

    // Tests: one target per room, oracles and their reader beside them
    .target(
      name: "TestSupport", dependencies: ["Reproducibility", "LinearAlgebra", "Data"],
      path: "Tests/TestSupport", swiftSettings: optimised),
    .target(
      name: "ExperimentsSupport", dependencies: ["Domains", "Experiments", "TestSupport"],
      path: "Tests/ExperimentsSupport", swiftSettings: optimised),
    .target(
      name: "OptimizationSupport",
      dependencies: ["Reproducibility", "LinearAlgebra", "Differentiation", "Optimization"],
      path: "Tests/OptimizationSupport", swiftSettings: optimised),
    tests(of: "TestSupport", ["Reproducibility", "LinearAlgebra", "Data"]),
    tests(of: "Reproducibility", ["TestSupport"]),
    tests(of: "Statistics"),
    tests(of: "LinearAlgebra"),
    tests(of: "Storage", ["CHDF5", "Reproducibility", "TestSupport"]),
    tests(of: "Charts"),
    tests(of: "Data", ["Reproducibility", "TestSupport"]),
    tests(of: "Differentiation", ["LinearAlgebra", "TestSupport"]),
    tests(
      of: "Optimization",
      [
        "Reproducibility", "LinearAlgebra", "Differentiation", "TestSupport",
        "OptimizationSupport",
      ]),
    tests(of: "Learning", ["Reproducibility", "LinearAlgebra", "TestSupport"]),
    tests(
      of: "Attacks",
      ["Reproducibility", "LinearAlgebra", "Differentiation", "Learning", "TestSupport"]),
    tests(
      of: "Domains",
      [
        "Reproducibility", "LinearAlgebra", "Storage", "Data", "Differentiation", "Learning",
        "Attacks", "TestSupport",
      ]),
    tests(
      of: "Experiments",
      [
        "Reproducibility", "LinearAlgebra", "Storage", "Data", "Learning", "Attacks", "Domains",
        "TestSupport", "ExperimentsSupport",
      ]),
    tests(
      of: "Paper",
      [
        "Reproducibility", "Statistics", "LinearAlgebra", "Data", "Learning", "Attacks", "Domains",
        "Experiments", "TestSupport", "ExperimentsSupport",
      ]),
    tests(
      of: "Site",
      [
        "Reproducibility", "LinearAlgebra", "Differentiation", "Charts", "Data", "Learning",
        "Attacks", "Domains", "Experiments", "Paper", "TestSupport",
      ]),
    .testTarget(
      name: "ReportTests",
      dependencies: [
        "report", "Reproducibility", "LinearAlgebra", "Storage", "Data", "Learning", "Domains",
        "Experiments", "Paper", "Site", "TestSupport",
      ], swiftSettings: optimised),
  ]
)
