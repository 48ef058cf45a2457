import Foundation

extension Process {
    /// Starts a process made by `make`.
    ///
    /// Foundation's `Process` on Linux lists the open descriptors of this process and hands them to the child to close; when
    /// another test closes one of them at that moment, starting fails with EBADF, and nothing has been started. Then it is
    /// tried again.
    package static func launched(_ make: () throws -> Process) throws -> Process {
        for _ in 0..<20 {
            let process = try make()
            do {
                try process.run()
                return process
            } catch let error as NSError where (error.userInfo[NSUnderlyingErrorKey] as? NSError)?.code == Int(EBADF) {
                usleep(1_000)
            }
        }
        let process = try make()
        try process.run()
        return process
    }
}
