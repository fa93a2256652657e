import Foundation

/// A library that is loaded before all others and moves a program's time of day by as many seconds as a file says.
///
/// It is compiled by the Swift toolchain's own clang.
struct ShiftedClock {
    private static let source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>

        static long shift(void) {
            const char *path = getenv("CLOCK_SHIFT_FILE");
            char text[32] = {0};
            int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
            if (file < 0) return 0;
            long count = read(file, text, sizeof text - 1);
            close(file);
            return count > 0 ? atol(text) : 0;
        }

        int clock_gettime(clockid_t clock, struct timespec *now) {
            int result = syscall(SYS_clock_gettime, clock, now);
            if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += shift();
            return result;
        }

        int gettimeofday(struct timeval *restrict value, void *restrict zone) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            value->tv_sec = now.tv_sec;
            value->tv_usec = now.tv_nsec / 1000;
            return 0;
        }

        time_t time(time_t *seconds) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (seconds) *seconds = now.tv_sec;
            return now.tv_sec;
        }
        """

    private let folder: URL

    /// - Returns: nil where there is no compiler for it.
    init?(in folder: URL) throws {
        self.folder = folder
        let code = folder.appending(path: "shift.c")
        try Self.source.write(to: code, atomically: true, encoding: .utf8)
        try set(seconds: 0)
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments = ["clang", "-shared", "-fPIC", "-o", library, code.path]
        compiler.standardError = FileHandle.nullDevice
        try compiler.run()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else { return nil }
    }

    private var library: String { folder.appending(path: "shift.so").path }
    private var file: URL { folder.appending(path: "shift.txt") }

    /// With these the program is started.
    var environment: [String: String] { ["LD_PRELOAD": library, "CLOCK_SHIFT_FILE": file.path] }

    /// Sets the program's clock, as it runs.
    func set(seconds: Int) throws { try "\(seconds)".write(to: file, atomically: true, encoding: .utf8) }
}
