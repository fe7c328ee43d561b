// Sends bytes and says how far they are. It gives up only when nothing has moved for a while: a slow line is not a broken one.
const STILL = 30_000;

export function upload(address, bytes, headers, moved) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let watch;
    const wait = () => {
      clearTimeout(watch);
      watch = setTimeout(() => request.abort(), STILL);
    };
    request.open('POST', address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      wait();
      if (total) moved(loaded / total);
    });
    request.addEventListener('load', () => resolve(answer(request)));
    for (const trouble of ['error', 'abort']) request.addEventListener(trouble, () => reject(new Error(trouble)));
    request.addEventListener('loadend', () => clearTimeout(watch));
    wait();
    request.send(bytes);
  });
}

function answer(request) {
  return {
    ok: request.status >= 200 && request.status < 300,
    status: request.status,
    headers: { get: (name) => request.getResponseHeader(name) },
    json: async () => JSON.parse(request.responseText),
  };
}
