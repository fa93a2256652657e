public import Outbox

/// All that a store promises, which is what `relay serve` needs: to accept events (``EventLedger``), to deliver
/// (`DeliveryStore`), to be looked after (`OutboxOperations`), and to be read (``UsageReader``).
///
/// A store decides nothing. It writes what was planned if what the plan rests on still holds: see ``AcceptanceCommit``.
/// Another store is a target beside `SQLiteStore` that conforms to these and passes `AlertStoreKit` in
/// `Tests/RelayTesting`; `StoreLocation` in `relay` chooses between stores.
public typealias AlertStore = EventLedger & DeliveryStore & OutboxOperations & UsageReader
