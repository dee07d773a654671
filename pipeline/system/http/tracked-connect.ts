import { Socket } from 'node:net'
import type { buildConnector } from 'undici'

export interface TrackedConnect {
  connect: buildConnector.connector
  /** Ends the attempts that are under way. */
  destroy(): void
}

/**
 * A way to connect whose attempts can be ended: undici drops a connection that is still being made and lets it run into
 * its time-out, which would keep the program from ending. (Its connectors return the socket, though not by type.)
 */
export function trackedConnect(connect: buildConnector.connector): TrackedConnect {
  const underWay = new Set<Socket>()
  return {
    connect(options, callback) {
      const socket: unknown = connect(options, (...outcome) => {
        if (socket instanceof Socket) underWay.delete(socket)
        callback(...outcome)
      })
      if (socket instanceof Socket) underWay.add(socket)
    },
    destroy() {
      for (const socket of underWay) socket.destroy(new Error('no longer needed'))
      underWay.clear()
    },
  }
}
