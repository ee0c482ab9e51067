import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

function executable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * The path of an installed program: what the environment variable `chosen` names, else the first of `names` on PATH or in
 * `folders`. Undefined when there is none, also when the variable names a file that isn't there.
 */
export function programPath(chosen, names, folders = []) {
  const path = process.env[chosen]
  if (path) return executable(path) ? path : undefined
  const where = [...(process.env.PATH ?? '').split(delimiter), ...folders]
  return names.flatMap((name) => where.map((folder) => join(folder, name))).find(executable)
}

const mayInstall = () => process.platform === 'linux' && process.getuid?.() === 0

/** Debian's packages, where this run may install any; whether that worked. */
export function installPackages(...names) {
  if (!mayInstall()) return false
  const apt = (...args) =>
    spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  apt('update')
  return apt('install', '-y', '--no-install-recommends', ...names)
}

/**
 * What an ensure step does: prints what `find` finds, once it has installed `packages` if it found nothing. Ends this
 * process with a sentence when there is still nothing.
 * @param what the thing in words
 * @param chosen environment variables that name its programs
 * @param service what Debian's package would start by itself where there is a systemd: it stays off
 */
export function ensure({ what, find, packages, chosen, service }) {
  const wrong = chosen.find((name) => process.env[name] && !programPath(name, []))
  if (wrong) fail(`${wrong} names ${process.env[wrong]}, which isn't a program here: correct or unset it.`)
  const list = packages.map((name) => `\`${name}\``).join(' and ')
  if (!find() && mayInstall()) {
    console.log(`No ${what} found: installing the system's ${list} …`)
    if (service !== undefined) mask(service)
    installPackages(...packages)
  }
  const found = find()
  if (!found) fail(`No ${what} found: install ${list}, or set ${chosen.join(' and ')}.`)
  console.log(found)
}

/** A service that is masked never starts. */
function mask(service) {
  const isMasked = spawnSync('systemctl', ['mask', `${service}.service`], { stdio: 'ignore' }).status === 0
  if (isMasked) console.log(`Its service stays off; \`systemctl unmask ${service}\` lets it run.`)
}

function fail(line) {
  console.error(line)
  process.exit(1)
}
