// swift-tools-version: 6.2
import PackageDescription

let poisoning: [Target.Dependency] = [
  .product(name: "Poisoning", package: "report"),
  .product(name: "PoisoningReport", package: "report"),
]

let package = Package(
  name: "battery",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "report", path: "../../..")],
  targets: [
    .target(name: "BatteryStudy", dependencies: poisoning),
    .executableTarget(name: "battery", dependencies: ["BatteryStudy"] + poisoning),
    .testTarget(name: "BatteryStudyTests", dependencies: ["BatteryStudy"] + poisoning),
  ]
)
