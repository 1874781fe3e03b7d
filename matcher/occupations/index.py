from __future__ import annotations
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple
import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA
from matcher.occupations.appellation import Appellation, genders
from matcher.occupations.grams import GramIndex
from matcher.occupations.sparse import Cells
from matcher.occupations import wording

P=dict(cov=.6,lab=.3,head=.1,cos=.2,top=60,alike=.66,prefix=.9,count=.1,unk=.5,fold=None,exact=.0,align=True,repair=True,pfx=True,uniq=False,bare=.3,seg=.4,unkcos=1,pbase=.8,first=True)

class Suggestion(NamedTuple):
    rome:str; label:str; score:float

class OccupationIndex:
    def __init__(self, apps):
        self.apps=apps
        rows=[];owner=[]
        for i,a in enumerate(apps):
            seen=set()
            for form in (*genders(a.long_label), *( genders(a.label) if a.label!=a.long_label else ())):
                w=wording.words(form)
                if w and w not in seen:
                    seen.add(w); rows.append(w); owner.append(i)
        self.rows=rows; self.owner=np.array(owner)
        ids={}
        cols=np.array([ids.setdefault(w,len(ids)) for r in rows for w in r])
        self.ids=ids; self.vocab=list(ids)
        lens=np.array([len(r) for r in rows])
        starts=np.concatenate(([0],np.cumsum(lens)))
        self.texts=Cells(starts,cols,np.ones(len(cols)))
        rowof=np.repeat(np.arange(len(rows)),lens)
        self.byword=Cells.gathered(cols,rowof,np.ones(len(cols)),len(ids))
        df=np.bincount(cols,minlength=len(ids))
        self.idf=np.log((1+len(rows))/(1+df))+P.get('idf1',0)
        self.rare=float(self.idf.max())
        self.grams=GramIndex(self.vocab,self.texts)
        codes=sorted({a.rome for a in apps}); ci={c:i for i,c in enumerate(codes)}
        self.codes=codes
        self.code_of=np.array([ci[a.rome] for a in apps])[self.owner]
        first=np.concatenate(([True],self.owner[1:]!=self.owner[:-1])); self.first=first
        self.lens=lens
        self.heads={r[0] for r in rows}
        self.headw=cols[starts[:-1]]
        self.exactrows=defaultdict(set)
        for i,r in enumerate(rows): self.exactrows[frozenset(r)].add(i)
    def repair(self,w):
        if w in self.ids or len(w)<4 or not P['repair']: return w
        if any(c.isdigit() for c in w): return w
        if P['first']: f0=w[0]
        if P['pfx'] and any(v.startswith(w) for v in self.vocab): return w
        f=process.extract(w,self.vocab,scorer=OSA.distance,score_cutoff=2 if len(w)>7 else 1,limit=8)
        if P['first']: f=[x for x in f if x[0][0]==w[0]]
        if not f: return w
        d=min(x[1] for x in f)
        f=[x for x in f if x[1]==d]
        if P['uniq'] and len(f)>1: return w
        best=min(f,key=lambda x:(x[1],x[0][0]!=w[0],self.idf[x[2]],x[0]))
        return best[0]
    def suggest(self,title,limit=5):
        parts=wording.title_words(title)
        return self.search(parts,limit)
    def search(self,parts,limit=5):
        parts=[[self.repair(w) for w in p] for p in parts]
        heads=[any(w in self.heads for w in p) for p in parts]
        ww={}
        for p,h in zip(parts,heads):
            for w in p:
                ww[w]=max(ww.get(w,0), 1 if h or not any(heads) else P['seg'])
        q=list(ww)
        if not q: return []
        sw=np.array([ww[w] for w in q])
        cos=self.grams.cosines(q,[ww[w]*(1 if w in self.ids else P['unkcos']) for w in q])
        k=min(P['top'],len(cos))
        kth=np.partition(cos,-k)[-k]
        cand=np.flatnonzero(cos>=max(kth,1e-9))
        known=[self.ids[w] for w in q if w in self.ids and ww[w]==1]
        counts=np.zeros(len(self.codes))
        if known:
            _,cells=self.byword.spread(np.array(known))
            hits=np.bincount(self.byword.columns[cells],minlength=len(self.rows))
            full=np.flatnonzero((hits==len(known)))
            if len(known)==1 or True:
                head=full[self.headw[full]==known[0]]
                if len(head): full=head
            cand=np.union1d(cand,full)
            f=full[self.first[full]]
            counts=np.bincount(self.code_of[f],minlength=len(self.codes)).astype(float)
        if not len(cand): return []
        own,cells=self.texts.spread(cand)
        wid=self.texts.columns[cells]
        uw,inv=np.unique(wid,return_inverse=True)
        sim=process.cdist(q,[self.vocab[i] for i in uw],scorer=OSA.normalized_similarity,score_cutoff=P['alike'],dtype=np.float64)
        if P['prefix']:
            for a,w in enumerate(q):
                if len(w)>=3:
                    for b,i in enumerate(uw):
                        v=self.vocab[i]
                        if len(v)>=3 and v!=w and (v.startswith(w) or w.startswith(v) ): sim[a,b]=max(sim[a,b],P['pbase']+(1-P['pbase'])*min(len(v),len(w))/max(len(v),len(w)))
        wq=np.array([self.idf[self.ids[w]] if w in self.ids else P['unk']*self.rare for w in q])*sw
        if wq.sum()==0: wq=np.ones(len(q))
        cs=sim[:,inv]
        st=np.concatenate(([0],np.cumsum(np.bincount(own,minlength=len(cand)))))[:-1]
        qc=(wq[:,None]*np.maximum.reduceat(cs,st,axis=1)).sum(0)/wq.sum()
        widf=self.idf[wid]
        lc=np.add.reduceat(cs.max(0)*widf,st)/np.add.reduceat(widf,st)
        head=cs[0,st]
        if P['align']:
            s=(P['cov']*qc+P['lab']*lc+P['head']*head+P['cos']*cos[cand])/(P['cov']+P['lab']+P['head']+P['cos'])
        else: s=cos[cand]
        s=np.where(qc>0,s,0)
        best={}
        cc=self.code_of[cand]
        order=np.lexsort((cand,-s))
        tot=counts.sum()
        cw=P['bare'] if len(known)==1 and frozenset(q) not in self.exactrows else P['count']
        res=[]
        seen=set()
        for i in order:
            c=cc[i]
            if c in seen or s[i]<=0: continue
            seen.add(c)
            res.append((s[i]+ (cw*np.log1p(counts[c])/np.log1p(tot) if tot else 0), self.codes[c], self.apps[self.owner[cand[i]]].long_label))
        res.sort(key=lambda x:(-x[0],x[1]))
        return [Suggestion(c,l,float(x)) for x,c,l in res[:limit]]
