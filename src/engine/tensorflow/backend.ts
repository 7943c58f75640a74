/** What the rest of this engine knows of a backend of TensorFlow.js; types and one function, nothing of it is loaded here. */
import type * as TensorFlow from '@tensorflow/tfjs-core';

/** The operations of TensorFlow.js; handed from function to function because tfjs-node brings a copy of its own. */
export type Tf = typeof TensorFlow;

export type BackendName = 'node' | 'wasm' | 'cpu';

export interface Backend {
  readonly name: BackendName;
  readonly tf: Tf;
  readonly description: string;
  /**
   * Makes it the current backend. TensorFlow.js has one for the whole thread, and several networks may live side by side
   * on different ones, so every call of a network begins with this.
   */
  use(): void;
}

/** `use` for a backend that TensorFlow.js knows as `registered` and that is initialised. */
export function switchTo(tf: Tf, registered: string): () => void {
  return () => {
    if (tf.getBackend() === registered) return;
    // Takes effect before it returns where the backend is initialised; the promise is for those that are not.
    void tf.setBackend(registered);
    if (tf.getBackend() !== registered) throw new Error(`TensorFlow.js did not switch to ${registered}.`);
  };
}
