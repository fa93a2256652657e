import ArgumentParser
import Hummingbird
import NIOCore

/// The yardstick of `load`: the least that an HTTP server in Swift can do with an event.
struct EchoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo", abstract: "Serve a bare Hummingbird that answers each body with itself.",
        shouldDisplay: false)

    @Option(help: "The port to listen on.")
    var port: Int

    func run() async throws {
        let router = Router()
        router.post("events") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            return Response(status: .ok, body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)))
        try await application.runService()
    }
}
