internal import Rules

/// What the rules file calls accounts.
struct AccountNames {
    let all: [(number: String, name: String)]

    init(_ accounts: [Account]) {
        all = accounts.map { ($0.id, $0.name) }
    }

    /// Nil for one without a name.
    subscript(number: String) -> String? { all.first { $0.number.utf8.elementsEqual(number.utf8) }?.name }

    /// `payments-prod (111122223333)`, or the number by itself.
    func shown(_ number: String) -> String { self[number].map { "\($0) (\(number))" } ?? number }
}
