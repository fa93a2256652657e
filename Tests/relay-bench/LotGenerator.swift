import SeededGenerators

/// Synthetic city lots: GeoJSON features of about 900 bytes, the shape that EventBridge engines are commonly measured
/// on, made so that each rule of ``LotRules`` hits a number of times that is counted while they are made.
struct LotGenerator {
    private var random = SeededRandom(seed: 20_110_101)
    private let streets = [
        "FULTON", "MASON", "MISSION", "JACKSON", "WASHINGTON", "LAKE", "CLARKE", "IRVING", "STERLING", "ACADIA",
        "BLAKE",
        "DRUMM", "RHODE ISLAND", "JEFFERSON", "BEACH", "HYDE", "CHESTNUT", "FOLSOM", "CALIFORNIA", "VALENCIA", "NOE",
        "17TH", "24TH", "OAK", "PAGE", "VAN NESS", "THE EMBARCADERO", "SAN DIEGO", "PARIS", "NAPLES",
    ]
    private let types = ["ST", "ST", "ST", "ST", "AVE", "AVE", "AVE", "DR", "BLVD", "WAY"]

    struct Lot {
        var lot: String
        var street: String
        var streetType: String?
        var from: String
        var shape: String
        var points: [(x: String, y: String)]
    }

    mutating func next() -> Lot {
        let block = String(1_000 + random.below(7_000))
        let number = String(1_000 + random.below(250)).dropFirst()
        let x = random.chance(0.001) ? Self.knownX : Self.coordinate(-122, 366 + random.below(149), random.next())
        let y = Self.coordinate(37, 708 + random.below(102), random.next())
        var points = [(x, y)]
        for _ in 0..<(random.chance(0.6) ? 3 + random.below(4) : 8 + random.below(24)) {
            points.append(
                (Self.coordinate(-122, 366 + random.below(149), random.next()), Self.coordinate(37, 708, random.next()))
            )
        }
        points.append((x, y))
        return Lot(
            lot: block + number, street: streets[random.below(streets.count)],
            streetType: random.chance(0.02) ? nil : types[random.below(types.count)],
            from: random.chance(0.011) ? "441" : String(random.below(4_000)),
            shape: random.chance(0.001) ? "MultiPolygon" : "Polygon", points: points)
    }

    static let knownX = "-122.42916360922355"

    /// A number of 16 or 17 digits as programs print a double; only such numbers can be compared.
    private static func coordinate(_ degrees: Int, _ thousandths: Int, _ bits: UInt64) -> String {
        let fraction = Double(thousandths) / 1_000 + Double(bits % 100_000_000_000) / 1e14
        return "\(degrees < 0 ? Double(degrees) - fraction : Double(degrees) + fraction)"
    }

    static func append(_ lot: Lot, to output: inout [UInt8]) {
        func object(_ point: (x: String, y: String)) -> String { #"{"x":\#(point.x),"y":\#(point.y),"z":0}"# }
        let coordinates = lot.points.map(object).joined(separator: ",")
        let type = lot.streetType.map { "\"\($0)\"" } ?? "null"
        let text = """
            {"type":"Feature","properties":{"MAPBLKLOT":"\(lot.lot)","BLKLOT":"\(lot.lot)","BLOCK_NUM":"\(lot.lot.prefix(4))",\
            "LOT_NUM":"\(lot.lot.suffix(3))","FROM_ST":"\(lot.from)","TO_ST":"\(lot.from)","STREET":"\(lot.street)","ST_TYPE":\
            \(type),"ODD_EVEN":"E"},"geometry":{"type":"\(lot.shape)","coordinates":[\(coordinates)],"firstCoordinates":\
            \(object(lot.points[0]))}}
            """
        output += text.utf8
    }
}
