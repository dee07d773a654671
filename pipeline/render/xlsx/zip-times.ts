/** 1 January 1980, 00:00, as MS-DOS date and time: the earliest a ZIP can say, and what Excel itself writes. */
const dosTime = 0
const dosDate = 0x0021

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
const localEntry = 0x04034b50

/**
 * Sets the times of all entries of a ZIP file to 1 January 1980, in place.
 *
 * The library stamps each part with the time of writing, which would make two runs differ. The fields have a fixed
 * width, so that nothing moves (PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16). ZIP64 is not written by the library.
 *
 * @throws Error when the bytes are no ZIP file
 */
export function pinZipTimes(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== endOfDirectory) end -= 1
  if (end < 0) throw new Error('the workbook is no ZIP file: it has no end of a directory')
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  for (let entry = 0; entry < count; entry += 1) {
    const local = view.getUint32(at + 42, true)
    if (view.getUint32(at, true) !== directoryEntry || view.getUint32(local, true) !== localEntry) {
      throw new Error(`entry ${entry} of the workbook's ZIP directory is damaged`)
    }
    setTime(view, at + 12)
    setTime(view, local + 10)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
}

function setTime(view: DataView, at: number): void {
  view.setUint16(at, dosTime, true)
  view.setUint16(at + 2, dosDate, true)
}
