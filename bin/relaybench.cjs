#!/usr/bin/env node
// Host names are looked up on libuv's threads. With the default four, a few dead name servers would hold up every other
// relay's lookup, and be measured as its DNS time. The number is read once, before any module is loaded from here.
process.env.UV_THREADPOOL_SIZE ??= '64'
require('../dist/bundle/main.js')
