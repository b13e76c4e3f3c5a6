// Prints each object whose retained size memlab computes otherwise than heapledger, and fails then.
// usage: node compare.js EXPORT.heapsnapshot RETAINED.csv   (the columns oid and retained, without heading)
const { readFileSync } = require('fs');
const { getFullHeapFromFile } = require('@memlab/heap-analysis');

async function compare(snapshotFile, retainedFile) {
    const expected = new Map();
    for (const line of readFileSync(retainedFile, 'utf8').trim().split('\n')) {
        const [oid, retained] = line.split(',').map(Number);
        expected.set(oid, retained);
    }
    const heap = await getFullHeapFromFile(snapshotFile);
    let objects = 0;
    let differences = 0;
    heap.nodes.forEach((node) => {
        if (node.type === 'synthetic') return;
        objects++;
        if (node.retainedSize === expected.get(node.id)) return;
        differences++;
        if (differences <= 10)
            console.log(`${node.name} ${node.id}: memlab ${node.retainedSize}, here ${expected.get(node.id)}`);
    });
    console.log(`${objects} objects, ${expected.size} here, ${differences} differ`);
    return differences === 0 && objects === expected.size && objects >= 9000;
}

compare(process.argv[2], process.argv[3]).then(
    (isSame) => process.exit(isSame ? 0 : 1),
    (error) => {
        console.log(String(error));
        process.exit(1);
    });
