/** What the command line does before it loads anything else; so this is loaded with --import. */
import { quietProcess } from '../../dist/cli/quiet-process.js'

quietProcess()
