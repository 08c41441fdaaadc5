/** A photo, drawn anew on her phone: what the camera wrote beside it (place, day, telephone) does not come along. */

const LONGEST_SIDE = 2000; // pixels
const QUALITY = 0.85;

/** Some browsers hand out a wrong picture, so that nobody is known by it. Then a photo would arrive as noise. */
export function canvasTellsTheTruth() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 4;
  const drawing = canvas.getContext("2d");
  if (!drawing) return false;
  const wanted = [200, 100, 50, 255];
  drawing.fillStyle = "rgb(200,100,50)";
  drawing.fillRect(0, 0, 4, 4);
  const seen = drawing.getImageData(0, 0, 4, 4).data;
  return seen.every((value, place) => Math.abs(value - wanted[place % 4]) < 4);
}

/** The picture in a file, turned as the camera held it; older browsers do not know the wish, and turn it anyway. */
async function decoded(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (error) {
    return await createImageBitmap(file);
  }
}

/**
 * The photo without what stood beside it, as JPEG; throws where this browser cannot read or draw it.
 * @returns {Promise<Uint8Array>}
 */
export async function cleanedPhoto(file) {
  if (!canvasTellsTheTruth()) throw new Error("this browser does not draw");
  const picture = await decoded(file);
  const smaller = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * smaller));
  canvas.height = Math.max(1, Math.round(picture.height * smaller));
  const drawing = canvas.getContext("2d");
  drawing.fillStyle = "#fff";
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise((go) => canvas.toBlob(go, "image/jpeg", QUALITY));
  canvas.width = canvas.height = 0;
  const bytes = drawn && new Uint8Array(await drawn.arrayBuffer());
  if (!bytes || bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new Error("no JPEG came out");
  return bytes;
}
