/** The page for phones: asks what is wanted, sends one file, says what became of it. */

const WORDS = {
  'zh-CN': {
    title: '上传材料',
    pick: '拍照或选择文件',
    send: '上传',
    sending: '正在上传，请不要关闭这个页面…',
    done: '传好了。请回到机器上核对，这个页面可以关闭了。',
    kind: '这种文件收不了。请选照片（JPG、PNG）或 PDF；苹果手机的 HEIC 照片，请先截屏再选。',
    'too-large': '文件太大。请少传几页，或重新拍小一点的照片。',
    broken: '文件打不开，请再传一次。',
    unsafe: '这个 PDF 里有会自动运行的内容。请改传照片，或另存成普通 PDF。',
    token: '这个码已经失效。请在机器上换一个新码，再扫一次。',
    listTitle: '发送企业名单',
    pickList: '选择名单文件（CSV）',
    listKind: '名单文件太大，请分几次办。',
    giveTitle: '办理文件',
    get: '下载',
    getting: '正在下载，请不要关闭这个页面…',
    got: '已下载到手机。微信里打不开的，请在机器上再传一次，用手机浏览器扫码。',
    busy: '还有一个文件正在上传，请稍等。',
    other: '没有传成。请检查手机网络，再试一次；也可以在机器上选别的交法。',
  },
  en: {
    title: 'Send a paper',
    pick: 'Take a picture or choose a file',
    send: 'Upload',
    sending: 'Sending: please leave this page open…',
    done: 'It has come. Please check it at the machine; you can close this page.',
    kind: 'This kind of file is not taken. Choose a picture (JPG, PNG) or a PDF; of a HEIC picture, a screenshot.',
    'too-large': 'The file is too large. Send fewer pages or a smaller picture.',
    broken: 'The file cannot be opened. Please send it again.',
    unsafe: 'Something in this PDF would run by itself. Send a picture, or save it as a plain PDF.',
    token: 'This code works no more. Get a new one at the machine and scan it.',
    listTitle: 'Send the list of companies',
    pickList: 'Choose the list (CSV)',
    listKind: 'The list is too long. Please hand it in by parts.',
    giveTitle: 'Your file',
    get: 'Download',
    getting: 'Downloading: please leave this page open…',
    got: 'It is on your phone.',
    busy: 'Another file is on its way. Please wait.',
    other:
      'It was not sent. Look at the phone’s network and try again, or choose another way at the machine.',
  },
};

const token = location.hash.slice(1);
// The address stays in the phone's history without its token.
history.replaceState(null, '', location.pathname);

const at = (id) => document.getElementById(id);
let words = WORDS['zh-CN'];
let room = 0;
let isList = false;

function say(key) {
  at('said').textContent = key === null ? '' : (words[key] ?? words.other);
}

function call(method, path, body) {
  return fetch(path, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    body,
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  }).then((answer) => answer.json());
}

async function send() {
  const [file] = at('file').files;
  if (!file) return;
  if (file.size > room) return say(isList ? 'listKind' : 'too-large');
  at('send').disabled = true;
  say('sending');
  let answer;
  try {
    answer = await call('PUT', '/file', file);
  } catch {
    answer = { ok: false, why: 'other' };
  }
  say(answer.ok ? 'done' : answer.why);
  if (answer.ok || answer.why === 'token') at('choose').hidden = true;
  else at('send').disabled = false;
}

/** Fetches the file into the phone's downloads. */
async function get(fileName) {
  at('get').disabled = true;
  say('getting');
  try {
    const answer = await fetch('/result', {
      headers: { Authorization: `Bearer ${token}` },
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
    if (!answer.ok) return say((await answer.json()).why);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await answer.blob());
    link.download = fileName;
    link.click();
    at('get').hidden = true;
    return say('got');
  } catch {
    at('get').disabled = false;
    return say('other');
  }
}

async function begin() {
  at('title').textContent = words.title;
  let ticket;
  try {
    ticket = await call('GET', '/ticket');
  } catch {
    return say('other');
  }
  if (!ticket.ok) return say(ticket.why);
  words = WORDS[ticket.language] ?? words;
  room = ticket.room ?? 0;
  isList = ticket.list === true;
  const isFetch = ticket.errand === 'fetch';
  document.documentElement.lang = ticket.language;
  document.title = isFetch ? words.giveTitle : isList ? words.listTitle : words.title;
  at('title').textContent = document.title;
  at('name').textContent = ticket.name[ticket.language];
  if (isFetch) {
    at('get').textContent = words.get;
    at('get').addEventListener('click', () => void get(ticket.fileName));
    at('get').hidden = false;
    return undefined;
  }
  at('pick').textContent = isList ? words.pickList : words.pick;
  if (isList) at('file').accept = '.csv,.txt,.json,text/csv,text/plain,application/json';
  at('send').textContent = words.send;
  at('file').addEventListener('change', () => {
    const [file] = at('file').files;
    at('chosen').textContent = file ? file.name : '';
    at('send').disabled = !file;
    say(null);
  });
  at('send').addEventListener('click', () => void send());
  at('choose').hidden = false;
}

void begin();
