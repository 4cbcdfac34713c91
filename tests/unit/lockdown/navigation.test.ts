import { describe, expect, it } from 'vitest';
import {
  APP_ORIGIN,
  isAllowedNavigation,
  isTrustedSender,
  resolveAppPath,
} from '../../../electron/lockdown/index.ts';

const HTTP = 'http://127.0.0.1:4780';

describe('where a window may go', () => {
  it.each([
    ['app://kiosk/', APP_ORIGIN],
    ['app://kiosk/index.html#/a?b', APP_ORIGIN],
    [`${HTTP}/`, HTTP],
    [`${HTTP}/dock.html#token=x`, HTTP],
  ])('lets %s be', (address, own) => expect(isAllowedNavigation(address, own)).toBe(true));

  it.each([
    ['app://kiosk.evil.example/', APP_ORIGIN],
    ['app://kiosk@evil.example/', APP_ORIGIN],
    ['app://user@kiosk/', APP_ORIGIN],
    ['app://evil/', APP_ORIGIN],
    ['appx://kiosk/', APP_ORIGIN],
    ['https://kiosk/', APP_ORIGIN],
    ['file:///etc/passwd', APP_ORIGIN],
    ['about:blank', APP_ORIGIN],
    ['data:text/html,hi', APP_ORIGIN],
    ['javascript:alert(1)', APP_ORIGIN],
    ['view-source:app://kiosk/', APP_ORIGIN],
    ['chrome://settings', APP_ORIGIN],
    ['mailto:a@b.example', APP_ORIGIN],
    ['blob:app://kiosk/1', APP_ORIGIN],
    ['', APP_ORIGIN],
    ['kiosk', APP_ORIGIN],
    [`${HTTP}0/`, HTTP],
    ['http://127.0.0.1:4780.evil.example/', HTTP],
    ['http://127.0.0.1:4780@evil.example/', HTTP],
    ['http://localhost:4780/', HTTP],
    ['https://127.0.0.1:4780/', HTTP],
    ['ws://127.0.0.1:4780/', HTTP],
    ['http://127.0.0.1/', HTTP],
    ['about:blank', 'about:blank'],
  ])('refuses %s for %s', (address, own) => expect(isAllowedNavigation(address, own)).toBe(false));
});

describe('which file an address means', () => {
  it.each([
    ['app://kiosk/', '/r/index.html'],
    ['app://kiosk', '/r/index.html'],
    ['/', '/r/index.html'],
    ['/?x=1#y', '/r/index.html'],
    ['/assets/a-1.js', '/r/assets/a-1.js'],
    ['app://kiosk/assets/%E5%8A%9E.png?v=2', '/r/assets/办.png'],
    ['http://127.0.0.1:4780/dock.html', '/r/dock.html'],
  ])('%s is %s', (address, path) => {
    expect(resolveAppPath(address, '/r')).toBe(path);
    expect(resolveAppPath(address, '/r/')).toBe(path);
  });

  it.each([
    '/../x.html',
    '/a/../../x.html',
    'app://kiosk/../x',
    '/%2e%2e/x',
    '/a/%2E%2E/x',
    '/..%2fx',
    '/..%5cx',
    '/a\\..\\x',
    'app://kiosk\\..\\x',
    '/%00.html',
    '/a\0.html',
    '/a%252e%252e/x',
    '/./x',
    '//etc/passwd',
    '/a//b',
    '/a/',
    '/.env',
    '/a/.git/config',
    '/C:/x',
    '/a.html:stream',
    '/%zz',
    '/%E5%8A',
    '/a%0ab',
    'index.html',
  ])('refuses %j', (address) => expect(resolveAppPath(address, '/r')).toBeNull());
});

describe('who may send', () => {
  const top = { url: 'app://kiosk/index.html', parent: null };
  it('takes a message from our own top frame', () => expect(isTrustedSender(top, APP_ORIGIN)).toBe(true));
  it.each([
    ['no frame', null],
    ['nothing', undefined],
    ['a frame inside', { ...top, parent: {} }],
    ['a detached frame', { ...top, detached: true }],
    ['another origin', { ...top, url: 'https://evil.example/' }],
    ['an empty address', { ...top, url: '' }],
  ])('refuses %s', (_, frame) => expect(isTrustedSender(frame, APP_ORIGIN)).toBe(false));
});
