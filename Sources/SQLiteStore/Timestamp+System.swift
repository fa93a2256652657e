import Glibc
package import TextFormats

extension Timestamp {
    /// The time of day as the system has it.
    package static func systemNow() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
